namespace SparsePlugins.Hosting.Plugins;

/// <summary>A folder <c>NAME/</c> that holds a plugin, <c>NAME.dll</c>, and what it brings along.</summary>
/// <param name="Path">The folder, absolute.</param>
public sealed record PluginFolder(string Path)
{
    /// <summary>The folder's name, which is the assembly's.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The plugin's assembly, absolute.</summary>
    public string AssemblyPath => System.IO.Path.Combine(Path, Name + ".dll");

    /// <summary>The folder that ships with the host: <c>plugins/</c> beside it.</summary>
    public static string BesideHost => System.IO.Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The plugin folders in <paramref name="root"/>, by name; or <paramref name="root"/> itself, if it is one.</summary>
    /// <param name="root">A folder of plugin folders, or a plugin folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<PluginFolder> Find(string root)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(root));
        if (!Directory.Exists(full))
        {
            throw new DirectoryNotFoundException($"no plugin folder '{root}'; give a folder that holds NAME/NAME.dll, or NAME/ itself");
        }

        var self = new PluginFolder(full);
        return File.Exists(self.AssemblyPath)
            ? [self]
            : [.. Directory.GetDirectories(full).Order(StringComparer.Ordinal).Select(folder => new PluginFolder(folder))];
    }
}
