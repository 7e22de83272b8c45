namespace SparsePlugins.Storage.Processes;

/// <summary>A folder of this process in the temporary folder; its name states the owner.</summary>
/// <remarks>
/// It is deleted by its owner or, if that was killed, by the next process that makes such a folder. What counts is whether the owner still runs: a
/// lock may be switched off, or mean nothing on the file system.
/// </remarks>
public sealed class PrivateFolder : IDisposable
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    private readonly DirectoryInfo _folder;

    /// <summary>Makes one, and deletes those of the same kind whose processes have ended.</summary>
    /// <param name="prefix">What the names of this kind begin with.</param>
    /// <exception cref="TemporaryFolderException">None can be made.</exception>
    public PrivateFolder(string prefix)
    {
        _folder = TemporaryPlace.CreateFolder($"{prefix}{ProcessIdentity.Current}-"); // Nobody else may enter.
        DeleteLeft(prefix);
    }

    /// <summary>The folder, absolute.</summary>
    public string Path => _folder.FullName;

    /// <summary>Deletes it as far as the system lets it.</summary>
    public void Dispose() => TryDelete(_folder);

    /// <summary>Deletes a file or a folder with all in it, as far as the system lets it.</summary>
    public static void TryDelete(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A mapped file can't be deleted on some systems; the temporary folder is emptied by them.
        }
    }

    private static void DeleteLeft(string prefix)
    {
        try
        {
            foreach (var folder in new DirectoryInfo(TemporaryPlace.Path).EnumerateDirectories(prefix + "*").Where(IsLeft))
            {
                TryDelete(folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What can't be listed stays.
        }
    }

    /// <summary>A child may outlive its parent for a moment, so the owners of all folders in it count.</summary>
    private static bool IsLeft(DirectoryInfo folder) =>
        !folder.Attributes.HasFlag(FileAttributes.ReparsePoint)
        && IsOfEnded(folder)
        && folder.EnumerateDirectories("sparseplugins-*", Everywhere).All(IsOfEnded);

    private static bool IsOfEnded(DirectoryInfo folder) => ProcessIdentity.Find(folder.Name) is { IsGone: true };
}
