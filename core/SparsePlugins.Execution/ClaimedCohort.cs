using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>The runs of a cohort that this process claimed, until it is disposed; no other process works on them meanwhile.</summary>
public sealed class ClaimedCohort : IDisposable
{
    private readonly List<IDisposable> _claims = [];

    private ClaimedCohort(PendingCohort pending, RunStore store)
    {
        try
        {
            var claimed = pending.Where(run => !run.HasEndedIn(store) && store.Claims.TryClaim(run.Key.Id) is { } claim && Keep(claim));
            Elsewhere = pending.Where(run => !claimed.Runs.Contains(run) && !run.HasEndedIn(store));
            Mine = claimed.Where(run => !run.HasEndedIn(store)); // Another process may have ended it before the claim.
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>To be done here.</summary>
    public PendingCohort Mine { get; }

    /// <summary>Claimed by another process.</summary>
    public PendingCohort Elsewhere { get; }

    /// <summary>Claims what of a cohort is free.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static ClaimedCohort Create(PendingCohort pending, RunStore store) => new(pending, store);

    /// <summary>Gives the claims back.</summary>
    public void Dispose() => _claims.ForEach(claim => claim.Dispose());

    private bool Keep(IDisposable claim)
    {
        _claims.Add(claim);
        return true;
    }
}
