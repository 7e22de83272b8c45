using System.IO.Enumeration;
using System.Xml.Linq;

namespace SparsePlugins.Architecture.Tests;

/// <summary>A project, props or targets file as it is written.</summary>
/// <param name="path">From the root, with <c>/</c>.</param>
internal sealed class ProjectFile(string path)
{
    private readonly XElement _root = XElement.Load(Checkout.FullPath(path));

    internal string Path { get; } = path;

    internal string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary><c>core</c>, <c>hosts</c>, <c>plugins</c> or <c>tests</c>.</summary>
    internal string Folder => Path.Split('/')[0];

    /// <summary>Projects that it compiles against, by name.</summary>
    internal IEnumerable<string> References => ReferenceItems.Where(item => !IsBuildOrder(item)).SelectMany(Targets);

    /// <summary>Projects that are only built before it, by name.</summary>
    internal IEnumerable<string> BuildOrder => ReferenceItems.Where(IsBuildOrder).SelectMany(Targets);

    internal IEnumerable<XElement> ReferenceItems => Items("ProjectReference");

    internal IEnumerable<XElement> Items(string name) => _root.Descendants(name);

    /// <summary>The value of a property that is set once and without a condition; otherwise <see langword="null"/>.</summary>
    internal string? Property(string name) =>
        _root
            .Elements("PropertyGroup")
            .Elements(name)
            .Where(element => element.Attribute("Condition") is null)
            .Select(e => e.Value)
            .SingleOrDefault();

    /// <summary>An item's metadata, written as an attribute or as an element.</summary>
    internal static string Metadata(XElement item, string name) => (string?)item.Attribute(name) ?? (string?)item.Element(name) ?? "";

    public override string ToString() => Path;

    private static bool IsBuildOrder(XElement item) => Metadata(item, "ReferenceOutputAssembly") == "false";

    private IEnumerable<string> Targets(XElement item) =>
        Metadata(item, "Include").Replace('\\', '/').Split(';').SelectMany(include => Matches(include.Trim()));

    private IEnumerable<string> Matches(string include)
    {
        var pattern = FromRoot(include.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal));
        var names = Checkout
            .Files.Where(file => file.EndsWith("proj", StringComparison.Ordinal) && Depth(file) == Depth(pattern))
            .Where(file => FileSystemName.MatchesSimpleExpression(pattern, file))
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
            .ToList();
        Assert.True(names.Count > 0, $"{Path} refers to {include}, and no project is there");
        return names;
    }

    private string FromRoot(string include)
    {
        var folder = System.IO.Path.GetDirectoryName(Checkout.FullPath(Path))!;
        return System.IO.Path.GetRelativePath(Checkout.FullPath("."), System.IO.Path.Combine(folder, include)).Replace('\\', '/');
    }

    private static int Depth(string path) => path.Count(c => c == '/');
}
