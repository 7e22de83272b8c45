namespace SparsePlugins.Storage.Processes;

/// <summary>Writes files in the temporary folder, and keeps apart which end of a copy failed.</summary>
public static class TemporaryFiles
{
    private const int BlockBytes = 1 << 17;

    /// <summary>Copies a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="target">A new file; its folder is made where it isn't there.</param>
    /// <exception cref="IOException">The source can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The source may not be read.</exception>
    /// <exception cref="TemporaryFolderException">The target can't be written.</exception>
    public static void Copy(string source, string target)
    {
        using var from = File.OpenRead(source);
        TemporaryPlace.Write(() => Directory.CreateDirectory(Path.GetDirectoryName(target)!));
        using var to = TemporaryPlace.Write(() =>
            new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)
        );
        var block = new byte[BlockBytes];
        while (from.Read(block) is > 0 and var read)
        {
            TemporaryPlace.Write(() => to.Write(block, 0, read));
        }
    }

    /// <summary>Writes a short note.</summary>
    /// <param name="path">A file below the temporary folder.</param>
    /// <param name="text">What it holds then.</param>
    /// <exception cref="TemporaryFolderException">It can't be written.</exception>
    public static void Write(string path, string text) => TemporaryPlace.Write(() => File.WriteAllText(path, text));
}
