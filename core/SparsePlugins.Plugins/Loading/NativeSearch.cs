using System.Runtime.InteropServices;

namespace SparsePlugins.Plugins;

/// <summary>Finds and loads the native libraries of one plugin, by path.</summary>
/// <param name="place">Where the plugin is; messages name it.</param>
/// <param name="copy">The folder that its files are loaded from; null for a source file.</param>
internal sealed class NativeSearch(PluginPlace place, PluginPlace? copy)
{
    private const int LongestName = 255;

    private static readonly string Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Where NuGet's native libraries lie, the most special system first.</summary>
    private static readonly string[] SystemFolders =
    [
        .. new[] { RuntimeInformation.RuntimeIdentifier, $"linux-{Architecture}", "linux", $"unix-{Architecture}", "unix", "any" }
            .Distinct()
            .Select(system => Path.Combine("runtimes", system, "native")),
    ];

    private readonly IReadOnlyList<string> _folders = copy is null
        ? []
        : [copy.Path, .. SystemFolders.Select(folder => Path.Combine(copy!.Path, folder)).Where(Directory.Exists)];

    /// <summary>The libraries that the plugin brings along, relative to its folder; of equal names the one that is found first.</summary>
    public IEnumerable<string> Files() =>
        _folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.so*").Order(StringComparer.Ordinal))
            .DistinctBy(Path.GetFileNameWithoutExtension)
            .Select(file => Path.GetRelativePath(copy!.Path, file));

    /// <summary>Loads a library that the plugin brings along.</summary>
    /// <param name="name">As the plugin's code asks for it, such as <c>foo</c> or <c>libfoo.so.1</c>.</param>
    /// <param name="more">Folders to look into after the plugin's own.</param>
    /// <returns>Its handle; 0 if the plugin brings none of the name, so that the system is asked.</returns>
    /// <exception cref="DllNotFoundException">It can't be loaded, or the system would give another plugin's; the message says why.</exception>
    public nint Load(string name, IEnumerable<string?> more)
    {
        if (Path.IsPathRooted(name))
        {
            return 0; // The system finds it by its path.
        }

        RequireNoPath(name);
        if (Find(name, _folders.Concat(more.OfType<string>().Where(folder => folder.Length > 0))) is { } path)
        {
            return NativeLoading.Load(path, place, Finder(path));
        }

        NativeLoading.RequireNotOfAnother(FileNames(name), name, place);
        return 0;
    }

    /// <summary>The files that are loaded for a name, and nothing if the plugin brings none or it is no library.</summary>
    public IReadOnlyList<string> FilesFor(string name) =>
        name.Length is > 0 and <= LongestName
        && !Path.IsPathRooted(name)
        && Find(name, _folders) is { } path
        && NativeLoading.IsLibrary(path)
            ? NativeLoading.FilesOf(path, Finder(path))
            : [];

    /// <summary>What is said of a library that is nowhere.</summary>
    public DllNotFoundException NotFound(string name) =>
        new(
            copy is null
                ? $"native library '{name}' is not among the system's, and a single-file plugin brings none along; make it a project, and put {FileNames(name)[0]} beside its assembly"
                : $"native library '{name}' is not found: no {string.Join(", ", FileNames(name))} in {string.Join(", ", Searched())}, nor among the system's"
        );

    private Func<string, string?> Finder(string path) => needed => Find(needed, [Path.GetDirectoryName(path)!, .. _folders]);

    private IEnumerable<string> Searched() => SystemFolders.Take(1).Select(folder => Path.Combine(place.Path, folder)).Prepend(place.Path);

    private static string? Find(string name, IEnumerable<string> folders) =>
        folders.SelectMany(folder => FileNames(name).Select(file => Path.Combine(folder, file))).FirstOrDefault(File.Exists);

    /// <summary>What a file of the library may be called, the usual name first.</summary>
    private static string[] FileNames(string name)
    {
        var (folder, file) = (Path.GetDirectoryName(name)!, Path.GetFileName(name));
        string[] plain = [file, $"lib{file}"];
        string[] complete = [$"lib{file}.so", $"{file}.so"];
        var isComplete = file.EndsWith(".so", StringComparison.Ordinal) || file.Contains(".so.", StringComparison.Ordinal);
        return [.. (isComplete ? plain : [.. complete, .. plain]).Select(one => Path.Combine(folder, one))];
    }

    /// <summary>The system would take a relative path from the current directory, whose files are no part of the plugin.</summary>
    private void RequireNoPath(string name)
    {
        var isOutside = name.Split('/').Contains("..");
        if (isOutside || (copy is null && name.Contains('/', StringComparison.Ordinal)))
        {
            throw new DllNotFoundException(
                $"native library '{name}' is a path outside of the plugin {place.Name}; put the library beside the plugin's assembly and name it without folders"
            );
        }
    }
}
