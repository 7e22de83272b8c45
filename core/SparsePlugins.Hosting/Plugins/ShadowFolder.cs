namespace SparsePlugins.Hosting.Plugins;

/// <summary>A temporary folder that is deleted with its owner, or, if its process was killed, by the next one that makes such a folder.</summary>
internal sealed class ShadowFolder
{
    private const string OfPlugins = "sparseplugins-loaded-";
    private const string Mark = ".in-use";

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly DirectoryInfo _folder;
    private readonly FileStream _mark; // Locked as long as its process lives.

    /// <summary>Makes one, and deletes those that were left.</summary>
    /// <param name="prefix">What the names of such folders begin with.</param>
    public ShadowFolder(string prefix = OfPlugins)
    {
        _folder = Directory.CreateTempSubdirectory(prefix); // Nobody else may enter.
        _mark = new FileStream(MarkOf(_folder), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (var folder in new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateDirectories(prefix + "*"))
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
                RequireUnused(new FileInfo(MarkOf(folder)));
                Array.ForEach(folder.GetFiles(Mark, Everywhere), RequireUnused); // A child may outlive its parent for a moment.
                TryDelete(folder);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // In use, somebody else's, or gone meanwhile.
        }
    }

    private static void RequireUnused(FileInfo mark) => mark.Open(FileMode.Open, FileAccess.Write, FileShare.None).Dispose();

    private static string MarkOf(DirectoryInfo folder) => System.IO.Path.Combine(folder.FullName, Mark);
}
