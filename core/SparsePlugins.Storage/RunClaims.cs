namespace SparsePlugins.Storage;

/// <summary>Which process works on which run of a folder: a locked file per run, <c>claims/ID.lock</c>.</summary>
/// <remarks>
/// The lock is the system's and ends with the process that holds it, however that ends; so no claim is ever stale. The files stay: to delete one that
/// another process just opened would let two hold it. Where a lock turns out not to exclude, the file names the process instead.
/// </remarks>
/// <param name="folder">Made when first written to.</param>
public sealed class RunClaims(string folder)
{
    private const string Extension = ".lock";
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>How a file is locked.</summary>
    internal Func<string, IDisposable?> Take { get; init; } = FileLock.TryTake;

    /// <summary>Tries whether a lock in this folder keeps others out.</summary>
    /// <returns>A warning if it doesn't, or <see langword="null"/>.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public string? Doubt()
    {
        Directory.CreateDirectory(Folder);
        var probe = Path.Combine(Folder, $"probe-{Guid.NewGuid():N}{Extension}");
        try
        {
            using var held = Take(probe);
            return FileLock.Excludes(probe, Take)
                ? null
                : $"file locks have no effect in {Folder}: two commands on this machine still share the runs, but a command on another machine would train the same ones; run one at a time";
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Claims a run for this process, until what it returns is disposed.</summary>
    /// <param name="id">The run's id.</param>
    /// <returns>The claim, or <see langword="null"/> if the run is claimed already.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public IDisposable? TryClaim(string id)
    {
        Directory.CreateDirectory(Folder);
        OwnFolder.RequireNoLink(PathOf(id));
        var held = Take(PathOf(id));
        if (held is null || FileLock.Excludes(PathOf(id), Take))
        {
            return held;
        }

        held.Dispose();
        return TryNote(id);
    }

    /// <summary>Whether a process works on a run.</summary>
    /// <param name="id">The run's id.</param>
    public bool IsClaimed(string id) => FileLock.IsTaken(PathOf(id)) || new ClaimNote(PathOf(id)).IsOfLivingProcess;

    private ClaimNote? TryNote(string id)
    {
        var note = new ClaimNote(PathOf(id));
        if (note.IsOfLivingProcess)
        {
            return null;
        }

        // Another process may have looked at the same moment: the one that wrote last has it.
        note.Write();
        Thread.Sleep(Settling);
        return note.IsOfThisProcess ? note : null;
    }

    private string PathOf(string id) => Path.Combine(Folder, RunId.Require(id) + Extension);
}
