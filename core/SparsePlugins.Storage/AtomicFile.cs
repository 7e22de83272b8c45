using System.Text;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage;

/// <summary>Files that are there whole or not at all, also after a crash or a power cut.</summary>
public static class AtomicFile
{
    /// <summary>The end of the name of a file that is being written.</summary>
    public const string TemporarySuffix = ".tmp";

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
        var temporary = $"{path}.{ProcessIdentity.Current}-{Random.Shared.NextInt64():x16}{TemporarySuffix}"; // A name that nobody else has.
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            // Closed before: whoever opens the target right after it was renamed would find it locked.
            if (previous is not null && File.Exists(path))
            {
                File.Move(path, previous, overwrite: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        DirectoryFlush.Flush(folder);
    }

    /// <summary>Deletes what writers that were killed left behind in a folder; what may still be being written is left alone.</summary>
    public static void DeleteLeftovers(string folder)
    {
        if (Directory.Exists(folder))
        {
            Array.ForEach([.. Directory.GetFiles(folder, "*" + TemporarySuffix).Where(IsLeft)], TryDelete);
        }
    }

    /// <summary>Whether a file was left by a writer that has provably ended.</summary>
    public static bool IsLeft(string file) => ProcessIdentity.Find(Path.GetFileName(file)) is { IsGone: true };

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not ours to delete; or what went wrong before is the error to report.
        }
    }
}
