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
    public IDisposable? TryTake(string id)
    {
        var newest = NewestOf(id);
        var next = FileOf(id, newest + 1);
        return !IsHeld(id, newest) && next.TryCreate(terms.Expiry) ? new HeldLease(next, terms) : null;
    }

    /// <summary>Whether a run is held. Asking needs no permission to write, unless a lease is in force that may have expired.</summary>
    public bool IsHeld(string id) => IsHeld(id, NewestOf(id));

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
