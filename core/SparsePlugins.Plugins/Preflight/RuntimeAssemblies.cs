using System.Text.Json;

namespace SparsePlugins.Plugins;

/// <summary>
/// Tells which assemblies are the .NET runtime's: those in its folder or, where a host carries its runtime along and all lie in one folder, those that
/// its list of dependencies names so.
/// </summary>
internal static class RuntimeAssemblies
{
    private const string Pack = "runtimepack.";
    private const char Separator = ';'; // On every system, unlike that of the platform's assemblies.

    private static readonly string Folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Lazy<IReadOnlySet<string>?> Carried = new(() =>
        Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory) == Folder && ListedIn(DependencyLists()) is { Count: > 0 } listed
            ? listed
            : null
    );

    /// <summary>Whether an assembly of the host is the runtime's.</summary>
    /// <param name="path">Its file.</param>
    public static bool Contains(string path) =>
        Path.GetDirectoryName(path) == Folder && Carried.Value?.Contains(Path.GetFileName(path)) is not false;

    /// <summary>The files of the runtime by the lists of dependencies of a self-contained application.</summary>
    /// <param name="lists">Their texts.</param>
    public static IReadOnlySet<string> ListedIn(IEnumerable<string> lists) =>
        lists.SelectMany(FilesOfPacks).Select(Path.GetFileName).ToHashSet(StringComparer.OrdinalIgnoreCase)!;

    private static IEnumerable<string> DependencyLists() =>
        ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "")
            .Split(Separator, StringSplitOptions.RemoveEmptyEntries)
            .Where(File.Exists)
            .Select(File.ReadAllText);

    private static List<string> FilesOfPacks(string list)
    {
        using var document = JsonDocument.Parse(list);
        return
        [
            .. document
                .RootElement.GetProperty("targets")
                .EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .Where(library => library.Name.StartsWith(Pack, StringComparison.Ordinal) && library.Value.TryGetProperty("runtime", out _))
                .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject())
                .Select(file => file.Name),
        ];
    }
}
