namespace SparsePlugins.Plugins.Inputs;

/// <summary>What a file system says of a file without reading it. Two states are equal only if nothing was written in between.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When its content was last written, in nanoseconds since 1970.</param>
/// <param name="Changed">When content, owner, name or permissions last changed, which no program can set; 0 where the system doesn't say.</param>
/// <param name="Inode">Its number on its device; another file under the same name has another. 0 where the system doesn't say.</param>
/// <param name="Device">Number of the device.</param>
public sealed record FileState(long Length, long Modified, long Changed, ulong Inode, ulong Device)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Whether the system reported all of it.</summary>
    public bool IsComplete => Changed != 0 && Inode != 0;

    /// <summary>The latest of its times, in nanoseconds since 1970.</summary>
    public long Latest => Math.Max(Modified, Changed);

    /// <summary>The present time, in nanoseconds since 1970.</summary>
    public static long Now => Nanoseconds(DateTime.UtcNow);

    /// <summary>The state of a file, or of the one that a link leads to.</summary>
    /// <param name="path">The file.</param>
    /// <returns><see langword="null"/> if there is none.</returns>
    public static FileState? Of(string path)
    {
        var file = new FileInfo(path);
        return FileStatus.Read(path)
            ?? (file.Exists ? new FileState(file.Length, Nanoseconds(file.LastWriteTimeUtc), Changed: 0, Inode: 0, Device: 0) : null);
    }

    /// <summary>When its content was last written.</summary>
    public DateTime ModifiedAt => DateTime.UnixEpoch.AddTicks(Modified / NanosecondsPerTick);

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;
}
