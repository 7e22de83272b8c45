using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Storage;

/// <summary>The process that claims a run, written into the claim's file where locks don't exclude.</summary>
/// <param name="path">The claim's file.</param>
internal sealed class ClaimNote(string path) : IDisposable
{
    private const int MostBytes = 256;

    /// <summary>Whether the file names a process of this machine that still runs, perhaps this one.</summary>
    public bool IsOfLivingProcess => HasText && ProcessIdentity.Find(Read()) is { } owner && IsHere(owner) && !owner.IsGone;

    /// <summary>Whether the file names this process.</summary>
    public bool IsOfThisProcess => HasText && ProcessIdentity.Find(Read()) == ProcessIdentity.Current;

    /// <summary>Where locks exclude, the file is always empty, and never opened here: that would be a lock again.</summary>
    private bool HasText => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <summary>Notes this process.</summary>
    public void Write() => Write(ProcessIdentity.Current.ToString());

    /// <summary>Nobody claims the run any more.</summary>
    public void Dispose() => Write("");

    /// <summary>Of a process elsewhere nothing is known; it may have ended long ago.</summary>
    private static bool IsHere(ProcessIdentity owner) => owner.Machine == ProcessIdentity.Current.Machine;

    private void Write(string text)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private string Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MostBytes];
        return System.Text.Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false));
    }
}
