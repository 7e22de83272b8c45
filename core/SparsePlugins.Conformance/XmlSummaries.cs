using System.Reflection;
using System.Xml.Linq;

namespace SparsePlugins.Conformance;

/// <summary>Summaries from the documentation file that lies beside an assembly.</summary>
internal static class XmlSummaries
{
    /// <summary>A type's summary as plain text; empty where there is none.</summary>
    internal static string OfType(Type type) => Find(type.Assembly, "T:" + NameOf(type));

    /// <summary>A property's summary as plain text; empty where there is none.</summary>
    internal static string OfProperty(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Find(Assembly assembly, string member)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"{file} is missing; set GenerateDocumentationFile in the project of {assembly.GetName().Name}"
            );
        var found = XDocument.Load(file).Descendants("member").SingleOrDefault(m => (string?)m.Attribute("name") == member);
        return found?.Element("summary")?.Value.Trim() ?? "";
    }
}
