using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SparsePlugins.Storage;

/// <summary>A lock of the system on a file, which ends with the process that holds it, however that ends.</summary>
/// <remarks>
/// On Linux it is asked of the system itself: the locks of .NET are no locks where DOTNET_SYSTEM_IO_DISABLEFILELOCKING is set. Whether it excludes
/// anybody depends on the file system; <see cref="Excludes"/> tries.
/// </remarks>
internal static class FileLock
{
    private const int ReadOnly = 0;
    private const int ReadWriteOrCreate = 0x2 | 0x40 | CloseOnExec;
    private const int CloseOnExec = 0x80000;
    private const int ReadableByAll = 0x1A4; // rw-r--r--

    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int AtOnce = 4;

    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int Denied = 13;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    /// <summary>Locks a file, which is made where it isn't there.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The lock, or <see langword="null"/> if somebody holds it already.</returns>
    /// <exception cref="IOException">The file can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static IDisposable? TryTake(string path) =>
        OperatingSystem.IsLinux() ? TryLock(path, ReadWriteOrCreate, Exclusive) : TryOpen(path, FileMode.OpenOrCreate, FileShare.None);

    /// <summary>Whether somebody holds the lock of a file. Asking needs no permission to write.</summary>
    /// <param name="path">The file.</param>
    public static bool IsTaken(string path)
    {
        try
        {
            using IDisposable? free = OperatingSystem.IsLinux()
                ? TryLock(path, ReadOnly | CloseOnExec, Shared)
                : TryOpen(path, FileMode.Open, FileShare.Read);
            return free is null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a lock that was taken keeps others out: taking it a second time must fail.</summary>
    /// <param name="path">The locked file.</param>
    /// <param name="take">What took it.</param>
    public static bool Excludes(string path, Func<string, IDisposable?> take)
    {
        using var second = take(path);
        return second is null;
    }

    private static SafeFileHandle? TryLock(string path, int flags, int kind)
    {
        var handle = new SafeFileHandle(Open(path, flags, ReadableByAll), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        while (Lock(handle, kind | AtOnce) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case WouldBlockOnLinux:
                    handle.Dispose();
                    return null;
                case Interrupted:
                    continue;
                default:
                    return handle; // The file system has no locks; the probe finds that out.
            }
        }

        return handle;
    }

    private static Exception Failure(string path, int error)
    {
        var message = $"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'";
        return error switch
        {
            NoEntry => new FileNotFoundException(message, path),
            Denied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    private static FileStream? TryOpen(string path, FileMode mode, FileShare share)
    {
        try
        {
            return new FileStream(path, mode, share == FileShare.None ? FileAccess.ReadWrite : FileAccess.Read, share);
        }
        catch (IOException error) when (error.HResult is WouldBlockOnMac or SharingViolationOnWindows)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Lock(SafeFileHandle file, int operation);
}
