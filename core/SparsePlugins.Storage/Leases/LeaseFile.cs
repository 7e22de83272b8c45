using System.Globalization;
using System.Text;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage.Leases;

/// <summary>One lease of a run, <c>claims/ID.N.lease</c>: who took it, after how many seconds of silence it expires, and how often its owner has reported.</summary>
/// <remarks>
/// Its number is taken once: the file is made where none was, which is atomic on shared file systems too, and it is never deleted. So a process that looked
/// earlier can't take what another one has taken meanwhile. Its age is a difference of two times that the file system gave, so no machine's clock counts.
/// </remarks>
/// <param name="path">The file.</param>
internal sealed class LeaseFile(string path)
{
    private const string Released = "released";
    private const int MostBytes = 256;

    /// <summary>How what was written is brought to the disk.</summary>
    internal Action<FileStream> Flush { get; init; } = file => file.Flush(flushToDisk: true);

    /// <summary>Whether the lease was taken at some time.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Takes the lease.</summary>
    /// <returns>Whether nobody had taken it before.</returns>
    /// <exception cref="IOException">The folder can't be written, for instance because the disk is full.</exception>
    public bool TryCreate(TimeSpan expiry)
    {
        using var file = TryOpenNew();
        if (file is null)
        {
            return false;
        }

        try
        {
            Write(file, Line(expiry, beat: 0));
            return true;
        }
        catch (IOException)
        {
            TryRelease();
            throw;
        }
    }

    /// <summary>Reports that the owner is alive; the file system notes when.</summary>
    public void Beat(TimeSpan expiry, int beat) => Rewrite(Line(expiry, beat));

    /// <summary>Reports that the owner needs it no more.</summary>
    public void Release() => Rewrite(Released);

    /// <summary>Whether its owner holds it: it was not released, its process is not known to have ended, and it was heard of lately.</summary>
    /// <param name="now">The file system's present time; asked for only where it decides. A lease is held while that is unknown.</param>
    public bool IsHeld(Func<DateTime?> now)
    {
        try
        {
            using var file = Open(FileMode.Open, FileAccess.Read); // Shared file systems compare what they remember of a file when it is opened.
            var text = Read(file);
            return text != Released
                && ProcessIdentity.Find(text) is not { IsGone: true }
                && (now() is not { } present || present - File.GetLastWriteTimeUtc(file.SafeFileHandle) < ExpiryIn(text));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static string Line(TimeSpan expiry, int beat) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"expires after {expiry.TotalSeconds:0000000} s, beat {beat:D10}, {ProcessIdentity.Current}"
        );

    /// <summary>A file that its owner has not written yet, or one of a later version, expires as by default.</summary>
    private static TimeSpan ExpiryIn(string text) =>
        text.Split(' ') is ["expires", "after", var seconds, ..] && int.TryParse(seconds, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromSeconds(count)
            : LeaseTerms.UsualExpiry;

    private static string Read(FileStream file)
    {
        var bytes = new byte[MostBytes];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false));
    }

    private void Write(FileStream file, string text)
    {
        file.Write(Encoding.UTF8.GetBytes(text));
        Flush(file);
    }

    private FileStream? TryOpenNew()
    {
        try
        {
            return Open(FileMode.CreateNew, FileAccess.Write);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Its number stays taken, as numbers have no gaps; what can't be written expires.</summary>
    private void TryRelease()
    {
        try
        {
            Release();
        }
        catch (IOException)
        {
            // It expires.
        }
    }

    private void Rewrite(string text)
    {
        using var file = Open(FileMode.Open, FileAccess.Write);
        file.SetLength(text.Length); // Lines have one length, so that no reader sees a part of one.
        Write(file, text);
    }

    private FileStream Open(FileMode mode, FileAccess access) =>
        new(path, mode, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
