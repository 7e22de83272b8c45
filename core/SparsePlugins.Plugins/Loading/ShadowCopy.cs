using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Plugins;

/// <summary>Private copies of plugin folders, so that a plugin may be overwritten while it is loaded, and what is hashed is what is loaded.</summary>
internal sealed class ShadowCopy : IDisposable
{
    private readonly PrivateFolder _root = new("sparseplugins-loaded-");
    private readonly Lock _lock = new();
    private int _copies;
    private bool _closed;

    /// <summary>Copies a plugin folder and says where the copy is.</summary>
    /// <exception cref="IOException">A file vanished meanwhile.</exception>
    /// <exception cref="TemporaryFolderException">The copy can't be written.</exception>
    public PluginPlace Add(PluginPlace folder)
    {
        var copy = new PluginPlace(Path.Combine(_root.Path, Guid.NewGuid().ToString("N"), folder.Name));
        TemporaryPlace.Write(() => Directory.CreateDirectory(copy.Path));
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
        PrivateFolder.TryDelete(new DirectoryInfo(copy.Path).Parent!);
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

    /// <summary>Deletes everything, in use or not: nothing of it is needed.</summary>
    public void Discard() => _root.Dispose();

    private static void CopyFiles(PluginPlace folder, PluginPlace copy)
    {
        foreach (var file in PluginContent.FilesOf(folder))
        {
            TemporaryFiles.Copy(file, Path.Combine(copy.Path, Path.GetRelativePath(folder.Path, file)));
        }
    }

    private void DeleteIfDone()
    {
        lock (_lock)
        {
            if (_closed && _copies == 0)
            {
                _root.Dispose();
            }
        }
    }
}
