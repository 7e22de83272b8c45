using SparsePlugins.Storage.Leases;

namespace SparsePlugins.Storage;

/// <summary>Which process works on which run of a folder: a locked file per run, <c>claims/ID.lock</c>.</summary>
/// <remarks>
/// The lock is the system's and ends with the process that holds it, however that ends; so no claim is ever stale. The files stay: to delete one that
/// another process just opened would let two hold it. Where locks don't exclude every process, a run is claimed by a lease, <c>claims/ID.N.lease</c>.
/// </remarks>
/// <param name="folder">Made when first written to.</param>
public sealed class RunClaims(string folder)
{
    private const string Extension = ".lock";

    private string? _localLocks;
    private bool _hasLooked;

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>How a file is locked.</summary>
    internal Func<string, IDisposable?> Take { get; init; } = FileLock.TryTake;

    /// <summary>When leases are used, and expire.</summary>
    /// <exception cref="ArgumentException">The environment's variable is none of its forms.</exception>
    internal LeaseTerms Terms
    {
        get => field ??= LeaseTerms.Parse(Environment.GetEnvironmentVariable(LeaseTerms.Variable));
        init;
    }

    private RunLeases Leases => field ??= new RunLeases(Folder, Terms);

    /// <summary>Why locks in this folder don't keep every process out, as far as is known without trying one, or <see langword="null"/>.</summary>
    private string? LocalLocks
    {
        get
        {
            if (!_hasLooked)
            {
                _localLocks = Terms.IsForced ? $"{LeaseTerms.Variable} asks for leases" : MountedLocks.LocalOption(Folder);
                _hasLooked = true;
            }

            return _localLocks;
        }
    }

    /// <summary>Tries whether a lock in this folder keeps others out.</summary>
    /// <returns>What is done where it doesn't, and why, or <see langword="null"/>.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public string? Doubt()
    {
        Directory.CreateDirectory(Folder);
        Leases.DeleteOld();
        return (LocalLocks ?? TriedLocks()) is { } reason
            ? $"runs in {Folder} are claimed by leases, as locks can't be relied on ({reason}): "
                + $"those of a process that ends without warning are free {Terms.Expiry.TotalSeconds:0} s later"
            : null;
    }

    /// <summary>Claims a run for this process, until what it returns is disposed.</summary>
    /// <param name="id">The run's id.</param>
    /// <returns>The claim, or <see langword="null"/> if the run is claimed already.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public IDisposable? TryClaim(string id)
    {
        Directory.CreateDirectory(Folder);
        OwnFolder.RequireNoLink(PathOf(id));
        if (LocalLocks is not null)
        {
            return TryLease(id);
        }

        var held = Take(PathOf(id));
        if (held is null)
        {
            return null;
        }

        var isExclusive = FileLock.Excludes(PathOf(id), Take);
        if (isExclusive && !Leases.IsHeld(id))
        {
            return held;
        }

        held.Dispose();
        return isExclusive ? null : TryLease(id);
    }

    /// <summary>Whether a process works on a run.</summary>
    /// <param name="id">The run's id.</param>
    public bool IsClaimed(string id) => FileLock.IsTaken(PathOf(id)) || Leases.IsHeld(id);

    /// <summary>The lease first, then a look at the lock: a process that uses locks looks the other way round, so that one of the two sees the other.</summary>
    /// <remarks>A look before it saves a lease, which is a file for ever, where the lock is held for long.</remarks>
    private IDisposable? TryLease(string id)
    {
        if (FileLock.IsTaken(PathOf(id)))
        {
            return null;
        }

        var lease = Leases.TryTake(id);
        if (lease is not null && FileLock.IsTaken(PathOf(id)))
        {
            lease.Dispose();
            return null;
        }

        return lease;
    }

    private string? TriedLocks()
    {
        var probe = Path.Combine(Folder, $"probe-{Guid.NewGuid():N}{Extension}");
        try
        {
            using var held = Take(probe);
            return FileLock.Excludes(probe, Take) ? null : "a second lock of one file was granted";
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private string PathOf(string id) => Path.Combine(Folder, RunId.Require(id) + Extension);
}
