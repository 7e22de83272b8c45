using System.Runtime.InteropServices;

namespace SparsePlugins.Plugins.Inputs;

/// <summary>Asks Linux for what .NET doesn't show of a file: its inode, and the time that no program can set.</summary>
internal static class FileStatus
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7ff;
    private const int Size = 256;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // Offsets in the kernel's struct statx, which are the same on every architecture.
    private const int InodeAt = 32;
    private const int LengthAt = 40;
    private const int ChangedAt = 96;
    private const int ModifiedAt = 112;
    private const int DeviceAt = 136;

    /// <summary>The state of a file; links are followed.</summary>
    /// <returns><see langword="null"/> if there is no such file, or the system has no such call.</returns>
    public static FileState? Read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var status = new byte[Size];
            return Statx(CurrentFolder, path, flags: 0, BasicFields, status) == 0 ? Read(status) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // An old C library.
        }
    }

    private static FileState Read(byte[] status) =>
        new(
            Length: BitConverter.ToInt64(status, LengthAt),
            Modified: TimeAt(status, ModifiedAt),
            Changed: TimeAt(status, ChangedAt),
            Inode: BitConverter.ToUInt64(status, InodeAt),
            Device: BitConverter.ToUInt64(status, DeviceAt)
        );

    private static long TimeAt(byte[] status, int offset) =>
        BitConverter.ToInt64(status, offset) * NanosecondsPerSecond + BitConverter.ToUInt32(status, offset + sizeof(long));

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Statx(
        int folder,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] byte[] status
    );
}
