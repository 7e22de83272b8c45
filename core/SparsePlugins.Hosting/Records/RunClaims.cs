namespace SparsePlugins.Hosting.Records;

/// <summary>Which process works on which run of a folder: a locked file a run, <c>claims/ID.lock</c>.</summary>
/// <remarks>The lock is the system's and ends with the process that holds it, however that ends; so no claim is ever stale. The files stay: to delete one that another process just opened would let two hold it.</remarks>
/// <param name="folder">Made when first written to.</param>
public sealed class RunClaims(string folder)
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Claims a run for this process, until what it returns is disposed.</summary>
    /// <param name="id">The run's id.</param>
    /// <returns>The claim, or <see langword="null"/> if the run is claimed already.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public IDisposable? TryClaim(string id)
    {
        Directory.CreateDirectory(Folder);
        try
        {
            return new FileStream(PathOf(id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsLocked(error))
        {
            return null;
        }
    }

    /// <summary>Whether a process works on a run.</summary>
    /// <param name="id">The run's id.</param>
    public bool IsClaimed(string id)
    {
        try
        {
            using var unused = File.Exists(PathOf(id))
                ? new FileStream(PathOf(id), FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                : null;
            return false;
        }
        catch (IOException error) when (IsLocked(error))
        {
            return true;
        }
    }

    private string PathOf(string id) => Path.Combine(Folder, id + ".lock");

    /// <summary>Of the exceptions of opening a file, the one for a lock has no class of its own.</summary>
    private static bool IsLocked(IOException error) => error.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows;
}
