namespace SparsePlugins.Plugins;

/// <summary>A plugin on disk: a folder <c>NAME/</c> that holds <c>NAME.dll</c> and what it brings along, or one source file.</summary>
/// <param name="Path">The folder or the file, absolute.</param>
/// <param name="IsSource">Whether it is a file that is compiled.</param>
/// <param name="Assembly">The assembly's name where the folder has another, as a build's output does; otherwise null.</param>
public sealed record PluginPlace(string Path, bool IsSource = false, string? Assembly = null)
{
    /// <summary>The assembly's name, which is the folder's if nothing else is said; or the file's, <c>noisy.cs</c>.</summary>
    public string Name => Assembly ?? System.IO.Path.GetFileName(Path);

    /// <summary>The plugin's assembly, absolute.</summary>
    internal string AssemblyPath => System.IO.Path.Combine(Path, Name + ".dll");

    /// <summary>The folder that ships with the host: <c>plugins/</c> beside it.</summary>
    public static string BesideHost => System.IO.Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The plugins in a folder, by name; or the one that the path itself means.</summary>
    /// <param name="root">A folder of plugins, a plugin's folder, its assembly, or a source file.</param>
    /// <exception cref="DirectoryNotFoundException">It is none of them; the message says what to give.</exception>
    public static IReadOnlyList<PluginPlace> Find(string root)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(root));
        return PluginPath.Problem(full) is { } problem ? throw new DirectoryNotFoundException($"'{root}': {problem}")
            : Directory.Exists(full) ? InFolder(full)
            : [PluginPath.IsSource(full) ? new PluginPlace(full, IsSource: true) : OfAssembly(full)];
    }

    /// <summary>The names of the assemblies in its folder that are not part of it: the host lends its own in their place.</summary>
    public IReadOnlyList<string> NotUsed() => [.. PluginContent.NotUsed(this).Select(path => System.IO.Path.GetFileName(path))];

    /// <summary>The path for people: an assembly that has not its folder's name is named itself.</summary>
    public override string ToString() => Assembly is null ? Path : AssemblyPath;

    internal static IReadOnlyList<PluginPlace> InFolder(string folder)
    {
        var self = new PluginPlace(folder);
        return File.Exists(self.AssemblyPath) ? [self]
            : Directory.EnumerateFiles(folder, "*proj").Any() ? [] // Its folders and sources are not plugins by themselves.
            :
            [
                .. Directory
                    .GetDirectories(folder)
                    .Where(PluginPath.IsVisible)
                    .Order(StringComparer.Ordinal)
                    .Select(path => new PluginPlace(path)),
                .. Directory
                    .GetFiles(folder)
                    .Where(path => PluginPath.IsSource(path) && PluginPath.IsVisible(path))
                    .Order(StringComparer.Ordinal)
                    .Select(path => new PluginPlace(path, IsSource: true)),
            ];
    }

    private static PluginPlace OfAssembly(string path)
    {
        var (folder, name) = (System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileNameWithoutExtension(path));
        return new PluginPlace(folder, Assembly: System.IO.Path.GetFileName(folder) == name ? null : name);
    }
}
