namespace SparsePlugins.Hosting.Plugins;

/// <summary>A temporary folder that is deleted with its owner, or, if its process was killed, by the next one that makes such a folder.</summary>
internal sealed class ShadowFolder
{
    private const string Prefix = "sparseplugins-loaded-";
    private const string Mark = ".in-use";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(Prefix); // Nobody else may enter.
    private readonly FileStream _mark; // Locked as long as its process lives.

    public ShadowFolder()
    {
        _mark = new FileStream(MarkOf(_folder), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (var folder in new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            DeleteIfLeft(folder);
        }
    }

    public string Path => _folder.FullName;

    public void Delete()
    {
        _mark.Dispose();
        TryDelete(_folder);
    }

    /// <summary>Deletes a folder as far as the system lets it.</summary>
    public static void TryDelete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A mapped file can't be deleted on some systems; the temporary folder is emptied by them.
        }
    }

    private static void DeleteIfLeft(DirectoryInfo folder)
    {
        try
        {
            if (!folder.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                using (new FileStream(MarkOf(folder), FileMode.Open, FileAccess.Write, FileShare.None))
                {
                    // Nobody has it open.
                }

                TryDelete(folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, somebody else's, or gone meanwhile.
        }
    }

    private static string MarkOf(DirectoryInfo folder) => System.IO.Path.Combine(folder.FullName, Mark);
}
