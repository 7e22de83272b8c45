namespace SparsePlugins.Hosting.Plugins;

/// <summary>Private copies of plugin folders, so that a plugin may be overwritten while it is loaded, and what is hashed is what is loaded.</summary>
internal sealed class ShadowCopy : IDisposable
{
    private readonly ShadowFolder _root = new();
    private readonly Lock _lock = new();
    private int _copies;
    private bool _closed;

    /// <summary>Copies a plugin folder and says where the copy is.</summary>
    /// <exception cref="IOException">A file vanished meanwhile.</exception>
    public PluginPlace Add(PluginPlace folder)
    {
        var copy = new PluginPlace(Path.Combine(_root.Path, Guid.NewGuid().ToString("N"), folder.Name));
        Directory.CreateDirectory(copy.Path);
        lock (_lock)
        {
            _copies++;
        }

        try
        {
            CopyFiles(folder, copy);
            return copy;
        }
        catch
        {
            Delete(copy);
            throw;
        }
    }

    /// <summary>Deletes a copy; the last one takes the whole folder along, once it is closed.</summary>
    public void Delete(PluginPlace copy)
    {
        ShadowFolder.TryDelete(new DirectoryInfo(copy.Path).Parent!);
        lock (_lock)
        {
            _copies--;
        }

        DeleteIfDone();
    }

    /// <summary>Nothing is added any more; copies that are in use stay until they are deleted.</summary>
    public void Dispose()
    {
        _closed = true;
        DeleteIfDone();
    }

    private static void CopyFiles(PluginPlace folder, PluginPlace copy)
    {
        foreach (var file in PluginContent.FilesOf(folder))
        {
            var target = Path.Combine(copy.Path, Path.GetRelativePath(folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private void DeleteIfDone()
    {
        lock (_lock)
        {
            if (_closed && _copies == 0)
            {
                _root.Delete();
            }
        }
    }
}
