using System.Runtime.InteropServices;

namespace SparsePlugins.Storage;

/// <summary>Brings a folder's list of names to the disk: a renamed file is safe from a power cut only then.</summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder, where the system can.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, ReadOnly);
        if (handle >= 0)
        {
            _ = Synchronize(handle); // Some file systems refuse it for folders; nothing can be done then.
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Synchronize(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
