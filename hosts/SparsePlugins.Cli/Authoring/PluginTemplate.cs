using System.Reflection;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The files of a new plugin. They are those of hosts/SparsePlugins.Templates, which <c>dotnet new</c> reads, too.</summary>
/// <param name="name">The component's name.</param>
/// <param name="kind">What it is.</param>
/// <param name="language"><c>csharp</c> or <c>fsharp</c>.</param>
/// <param name="singleFile">One C# file and its manifest, rather than a project with tests.</param>
internal sealed class PluginTemplate(PluginName name, PluginKind kind, string language, bool singleFile)
{
    private const string KebabToken = "component-name";
    private const string PascalToken = "ComponentName";

    private readonly string _kind = kind.ToString().ToLowerInvariant();

    /// <summary>Paths, relative and with <c>/</c>, and texts.</summary>
    /// <exception cref="UserException">A project is asked for, and this host brings no packages.</exception>
    public IReadOnlyList<(string Path, string Text)> Files()
    {
        var parts = singleFile
            ? [$"manifests/{_kind}/", $"{language}/{_kind}/{PascalToken}Plugin/"]
            : new[] { "shared/", $"manifests/{_kind}/", $"{language}/project/", $"{language}/{_kind}/" };
        var packages = singleFile ? new AuthorPackages("", "") : AuthorPackages.BesideHost();
        return
        [
            .. parts
                .SelectMany(Read)
                .Select(file => (Fill(OneFile(file.Path)), Fill(Choose(file.Text), packages)))
                .OrderBy(file => file.Item1, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(string Path, string Text)> Read(string part)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = "templates/" + part;
        foreach (var resource in assembly.GetManifestResourceNames().Where(one => one.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[folder.Length..], reader.ReadToEnd());
        }
    }

    /// <summary>A single file has the component's name, as the manifest names it.</summary>
    private string OneFile(string path) => singleFile && path.EndsWith(".cs", StringComparison.Ordinal) ? KebabToken + ".cs" : path;

    private string Fill(string text) =>
        text.Replace(KebabToken, name.Kebab, StringComparison.Ordinal).Replace(PascalToken, name.Pascal, StringComparison.Ordinal);

    private string Fill(string text, AuthorPackages packages) =>
        Fill(
            text.Replace("component-kind", _kind, StringComparison.Ordinal)
                .Replace("0.0.0-packages", packages.Version, StringComparison.Ordinal)
                .Replace("SPARSEPLUGINS-FEED", System.Security.SecurityElement.Escape(packages.Folder), StringComparison.Ordinal)
        );

    /// <summary>Keeps one of the two sides of <c>#if (singleFile)</c>, <c>#else</c>, <c>#endif</c>: all that the templates need of <c>dotnet new</c>'s conditions.</summary>
    private string Choose(string text)
    {
        var kept = new List<string>();
        var keeps = true;
        foreach (var line in text.Split('\n'))
        {
            switch (line)
            {
                case "#if (singleFile)":
                    keeps = singleFile;
                    break;
                case "#else":
                    keeps = !keeps;
                    break;
                case "#endif":
                    keeps = true;
                    break;
                default:
                    kept.AddRange(keeps ? [line] : []);
                    break;
            }
        }

        return string.Join('\n', kept);
    }
}
