namespace SparsePlugins.Hosting.Plugins;

/// <summary>Private copies of plugin folders, so that a plugin may be overwritten while it is loaded.</summary>
internal sealed class ShadowCopy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sparseplugins-");

    /// <summary>Copies a plugin folder and says where the copy is.</summary>
    public PluginFolder Add(PluginFolder folder)
    {
        var copy = Path.Combine(_root.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName, folder.Name);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new PluginFolder(copy);
    }

    /// <summary>Deletes the copies; what the system still holds is left for it to clean up.</summary>
    public void Dispose()
    {
        try
        {
            _root.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A mapped file can't be deleted on some systems; the temporary folder is emptied by them.
        }
    }
}
