using System.Diagnostics;

namespace SparsePlugins.Storage.Leases;

/// <summary>The clock that dates the files of a folder, which may be another machine's.</summary>
/// <remarks>It is read by writing a file, and between two readings this machine counts on: who waits for many runs asks often.</remarks>
/// <param name="folder">The folder.</param>
internal sealed class FolderClock(string folder)
{
    private static readonly TimeSpan BetweenReadings = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Old = TimeSpan.FromHours(1);
    private static readonly string[] Passing = ["clock-*.lock", "probe-*.lock"];

    private readonly Lock _lock = new();
    private DateTime? _read;
    private long? _readAt;

    /// <summary>The present time by it; <see langword="null"/> where the folder can't be written, so that its time is unknown.</summary>
    public DateTime? Now()
    {
        lock (_lock)
        {
            if (_readAt is not { } before || Stopwatch.GetElapsedTime(before) > BetweenReadings)
            {
                (_read, _readAt) = (Read(), Stopwatch.GetTimestamp());
            }

            return _read + Stopwatch.GetElapsedTime(_readAt.Value);
        }
    }

    /// <summary>Deletes what killed processes left: files that were written to read the time or to try a lock, and are older than an hour.</summary>
    public void DeleteOld()
    {
        try
        {
            foreach (var file in Passing.SelectMany(pattern => Directory.GetFiles(folder, pattern)).Where(IsOld))
            {
                File.Delete(file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // They stay.
        }
    }

    private bool IsOld(string file) => Now() - File.GetLastWriteTimeUtc(file) > Old;

    private DateTime? Read()
    {
        var path = Path.Combine(folder, $"clock-{Guid.NewGuid():N}.lock");
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return File.GetLastWriteTimeUtc(file.SafeFileHandle);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
