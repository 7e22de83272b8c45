using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SparsePlugins.Contracts;

namespace SparsePlugins.Plugins.Components;

/// <summary>The XML documentation of a plugin (and of Contracts, whose option records plugins inherit), as plain text.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocumentation(IEnumerable<XElement> members) =>
        _members = members
            .Where(member => member.Attribute("name") is not null)
            .DistinctBy(member => member.Attribute("name")!.Value)
            .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The documentation file beside an assembly; empty where there is none.</summary>
    public static XmlDocumentation Beside(string assemblyPath) => With(Members(Path.ChangeExtension(assemblyPath, ".xml")));

    /// <summary>Documentation that the compiler wrote.</summary>
    public static XmlDocumentation Parse(byte[] file) => With(XDocument.Load(new MemoryStream(file)).Descendants("member"));

    /// <summary>A type's summary.</summary>
    public string Summary(Type type) => Text(Member("T:" + type.FullName)?.Element("summary"));

    /// <summary>A property's summary.</summary>
    public string Summary(PropertyInfo property) =>
        Text(Member($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"));

    /// <summary>What a type's remarks name after "Source:".</summary>
    public string Citation(Type type)
    {
        var remarks = CitationText().Match(Text(Member("T:" + type.FullName)?.Element("remarks")));
        return remarks.Groups["citation"].Value.Trim();
    }

    private static XmlDocumentation With(IEnumerable<XElement> members) =>
        new([.. members, .. Members(Path.Combine(AppContext.BaseDirectory, typeof(ComponentAttribute).Assembly.GetName().Name + ".xml"))]);

    private XElement? Member(string name) => _members.GetValueOrDefault(name.Replace('+', '.'));

    private static IEnumerable<XElement> Members(string path)
    {
        try
        {
            return File.Exists(path) ? XDocument.Load(path).Descendants("member").ToArray() : [];
        }
        catch (System.Xml.XmlException)
        {
            return []; // Help is poorer without it; nothing else depends on it.
        }
    }

    private static string Text(XElement? element) =>
        element is null ? "" : Space().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { IsEmpty: true } reference => Reference(reference),
            XElement inner => string.Concat(inner.Nodes().Select(Text)),
            _ => "",
        };

    private static string Reference(XElement element)
    {
        var target = (element.Attribute("cref") ?? element.Attribute("langword") ?? element.Attribute("name"))?.Value ?? "";
        return target[(target.LastIndexOfAny(['.', ':']) + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^Source:(?<citation>.*?)(Departures:|$)", RegexOptions.Singleline)]
    private static partial Regex CitationText();
}
