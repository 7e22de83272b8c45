using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SparsePlugins.Storage;

/// <summary>A file that several processes append to: on a local file system each append is whole, at the end, and between those of others.</summary>
/// <remarks>.NET's <see cref="FileMode.Append"/> seeks to the end once; Linux appends at each write where the file was opened so.</remarks>
public sealed class AppendedFile : IDisposable
{
    private const int WriteCreateAppend = 0x1 | 0x40 | 0x400 | 0x80000; // O_WRONLY, O_CREAT, O_APPEND, O_CLOEXEC
    private const int ReadableByAll = 0x1A4; // rw-r--r--

    private readonly SafeFileHandle _file;

    private AppendedFile(SafeFileHandle file) => _file = file;

    /// <summary>Opens a file, which is made where it isn't there.</summary>
    /// <param name="path">The file.</param>
    /// <returns><see langword="null"/> if it can't be opened.</returns>
    public static AppendedFile? TryOpen(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            var file = new SafeFileHandle(Open(path, WriteCreateAppend, ReadableByAll), ownsHandle: true);
            return file.IsInvalid ? null : new AppendedFile(file);
        }

        try
        {
            return new AppendedFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Appends bytes in one write; what can't be written is lost.</summary>
    /// <param name="bytes">The bytes.</param>
    public void TryAppend(byte[] bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, RandomAccess.GetLength(_file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder is gone.
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
}
