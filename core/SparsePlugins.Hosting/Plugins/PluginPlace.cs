namespace SparsePlugins.Hosting.Plugins;

/// <summary>A plugin on disk: a folder <c>NAME/</c> that holds <c>NAME.dll</c> and what it brings along, or one source file.</summary>
/// <param name="Path">The folder or the file, absolute.</param>
/// <param name="IsSource">Whether it is a file that is compiled.</param>
public sealed record PluginPlace(string Path, bool IsSource = false)
{
    private const string SourceExtension = ".cs";

    /// <summary>The folder's name, which is the assembly's; or the file's, <c>noisy.cs</c>.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The plugin's assembly, absolute.</summary>
    internal string AssemblyPath => System.IO.Path.Combine(Path, Name + ".dll");

    /// <summary>The folder that ships with the host: <c>plugins/</c> beside it.</summary>
    public static string BesideHost => System.IO.Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The plugins in a folder, by name; or the one that the path itself means.</summary>
    /// <param name="root">A folder of plugins, a plugin's folder, or a source file.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or the file is no C# source.</exception>
    public static IReadOnlyList<PluginPlace> Find(string root)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(root));
        if (Directory.Exists(full))
        {
            return InFolder(full);
        }

        return File.Exists(full) && IsSourceFile(full)
            ? [new PluginPlace(full, IsSource: true)]
            : throw new DirectoryNotFoundException(
                File.Exists(full)
                    ? $"'{root}' is no plugin; give a .cs file, a folder that holds NAME/NAME.dll, or NAME/ itself"
                    : $"no plugin folder '{root}'; give a folder that holds NAME/NAME.dll, NAME/ itself, or a .cs file"
            );
    }

    private static IReadOnlyList<PluginPlace> InFolder(string folder)
    {
        var self = new PluginPlace(folder);
        return File.Exists(self.AssemblyPath)
            ? [self]
            :
            [
                .. Directory.GetDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal).Select(path => new PluginPlace(path)),
                .. SourcesIn(folder),
            ];
    }

    /// <summary>The source files in a folder; those of a project are not plugins by themselves.</summary>
    private static IEnumerable<PluginPlace> SourcesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*proj").Any()
            ? []
            : Directory
                .GetFiles(folder)
                .Where(path => IsSourceFile(path) && IsVisible(path))
                .Order(StringComparer.Ordinal)
                .Select(path => new PluginPlace(path, IsSource: true));

    private static bool IsSourceFile(string path) => path.EndsWith(SourceExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Editors keep their own files beside ours under such names.</summary>
    private static bool IsVisible(string path) => !System.IO.Path.GetFileName(path).StartsWith('.');
}
