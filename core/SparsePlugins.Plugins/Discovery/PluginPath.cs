namespace SparsePlugins.Plugins;

/// <summary>What a path of <c>plugins:</c>, <c>--plugins</c> or <c>plugin check</c> may be, and what to give where it isn't.</summary>
public static class PluginPath
{
    private const string Forms = "give a .cs file, a .dll, a folder NAME/ that holds NAME.dll, or a folder of those";
    private const string SourceExtension = ".cs";
    private const string AssemblyExtension = ".dll";

    /// <summary>Why there can be no plugin at a path, and what to give instead, in a sentence; null where there may be one.</summary>
    /// <param name="path">Absolute.</param>
    public static string? Problem(string path) =>
        File.Exists(path) ? (IsSource(path) || IsAssembly(path) ? null : $"it is no plugin; {Forms}")
        : !Directory.Exists(path) ? $"there is no such file or folder; {Forms}"
        : PluginPlace.InFolder(path).Any(place => place.IsSource || File.Exists(place.AssemblyPath)) ? null
        : OfProject(path) ?? OfSolution(path) ?? OfFolder(path);

    /// <summary>What to give in place of a project's folder, if it is one.</summary>
    internal static string? OfProject(string folder)
    {
        if (Files(folder, "*proj").FirstOrDefault() is not { } project)
        {
            return null;
        }

        var built = BuiltBy(folder, Path.GetFileNameWithoutExtension(project));
        return $"it is the folder of a project; {(built is null ? "build it, and give the .dll that the build says it wrote" : $"give '{built}'")}";
    }

    internal static bool IsSource(string path) => path.EndsWith(SourceExtension, StringComparison.OrdinalIgnoreCase);

    internal static bool IsAssembly(string path) => path.EndsWith(AssemblyExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Editors keep their own files beside ours under such names.</summary>
    internal static bool IsVisible(string path) => !Path.GetFileName(path).StartsWith('.');

    /// <summary>A folder above one of plugins, such as that of a solution.</summary>
    private static string? OfSolution(string folder)
    {
        var below = Folders(folder).FirstOrDefault(one => PluginPlace.InFolder(one).Any(place => File.Exists(place.AssemblyPath)));
        return below is not null ? $"it holds no plugin, and the folder in it does; give '{below}'"
            : Files(folder, "*.sln*").Any()
                ? "it is the folder of a solution; build it, and give the folder that the build wrote the plugin to"
            : null;
    }

    private static string? OfFolder(string folder) =>
        Files(folder, "*" + AssemblyExtension).Any() ? "it holds assemblies, and none has its name; give the plugin's own .dll"
        : PluginPlace.InFolder(folder).Count == 0 ? $"it holds no plugin; {Forms}"
        : null; // Its folders say what each of them lacks.

    /// <summary>Where a project of `sparse plugin new` puts its plugin, or else the newest of the builds below it.</summary>
    private static string? BuiltBy(string folder, string name)
    {
        var offered = Path.GetFullPath(Path.Combine(folder, "..", "plugins", name));
        var output = Path.Combine(folder, "bin");
        return File.Exists(Path.Combine(offered, name + AssemblyExtension)) ? offered
            : Directory.Exists(output)
                ? Directory
                    .EnumerateFiles(output, name + AssemblyExtension, SearchOption.AllDirectories)
                    .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) is not ("ref" or "refint"))
                    .MaxBy(File.GetLastWriteTimeUtc)
            : null;
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal);
}
