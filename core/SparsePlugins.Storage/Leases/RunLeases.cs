using System.Globalization;

namespace SparsePlugins.Storage.Leases;

/// <summary>Claims where locks exclude nobody: a run is held by the owner of its newest lease, until that is released or expires.</summary>
/// <param name="folder">The folder of the claims.</param>
/// <param name="terms">When leases expire.</param>
internal sealed class RunLeases(string folder, LeaseTerms terms)
{
    public const string Extension = ".lease";

    private readonly FolderClock _clock = new(folder);

    /// <summary>Takes the lease of a run after the newest one.</summary>
    /// <returns>The lease, or <see langword="null"/> if the run is held or another process was first.</returns>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public IDisposable? TryTake(string id) => TryTake(id, NewestOf(id));

    /// <summary>The same after the lease that was the newest when this process looked.</summary>
    internal IDisposable? TryTake(string id, int newest)
    {
        var next = FileOf(id, newest + 1);
        return !IsHeld(id, newest) && next.TryCreate(terms.Expiry) ? new HeldLease(next, terms) : null;
    }

    /// <summary>Whether a run is held. Who may not write sees no lease expire, except those of processes of this machine that have ended.</summary>
    public bool IsHeld(string id) => IsHeld(id, NewestOf(id));

    /// <summary>Deletes what killed processes left, leases excepted.</summary>
    public void DeleteOld() => _clock.DeleteOld();

    private bool IsHeld(string id, int number)
    {
        if (number == 0)
        {
            return false;
        }

        OwnFolder.RequireNoLink(PathOf(id, number));
        return FileOf(id, number).IsHeld(_clock.Now);
    }

    /// <summary>Numbers have no gaps.</summary>
    private int NewestOf(string id)
    {
        var number = 0;
        while (FileOf(id, number + 1).Exists)
        {
            number++;
        }

        return number;
    }

    private LeaseFile FileOf(string id, int number) => new(PathOf(id, number));

    private string PathOf(string id, int number) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{RunId.Require(id)}.{number}{Extension}"));
}
