using System.Text;

namespace SparsePlugins.Hosting.Records;

/// <summary>Files that are there whole or not at all, also after a crash or a power cut.</summary>
internal static class AtomicFile
{
    /// <summary>The end of the name of a file that is being written.</summary>
    public const string TemporarySuffix = ".tmp";

    private const int MostAttempts = 3;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a text; see the other overload.</summary>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; the target is as it was.</exception>
    public static void Write(string path, string content) => Write(path, file => file.Write(Utf8.GetBytes(content)));

    /// <summary>Writes a temporary file beside the target, to the disk, and renames it.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; may seek.</param>
    /// <param name="previous">Where to keep the file that is replaced, if one is to be kept.</param>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; the target is as it was.</exception>
    public static void Write(string path, Action<FileStream> write, string? previous = null)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}"; // A name that nobody else has, in any process or container.
        try
        {
            using var file = Create(temporary);
            write(file);
            file.Flush(flushToDisk: true);
            if (previous is not null && File.Exists(path))
            {
                File.Move(path, previous, overwrite: true);
            }

            File.Move(temporary, path, overwrite: true); // While it is open, and so locked: another process that deletes leftovers leaves it alone.
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        DirectoryFlush.Flush(folder);
    }

    /// <summary>Makes a file; between its making and its locking another process may take it for a leftover, and delete it.</summary>
    private static FileStream Create(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                if (attempt == MostAttempts || File.Exists(path))
                {
                    return file;
                }

                file.Dispose();
            }
            catch (IOException) when (attempt < MostAttempts && !File.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
            {
                // It was taken away in that moment.
            }
        }
    }

    /// <summary>Deletes what writers that were killed left behind in a folder; a file that is still being written is left alone.</summary>
    public static void DeleteLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(folder, "*" + TemporarySuffix))
        {
            try
            {
                using var unused = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None); // Its writer's lock dies with it.
                File.Delete(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Being written by another process, or not ours to delete.
            }
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is the error to tell.
        }
    }
}
