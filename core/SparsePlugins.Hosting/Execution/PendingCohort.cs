using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Execution;

/// <summary>A run that is left.</summary>
/// <param name="Run">The run.</param>
/// <param name="Key">Its key.</param>
/// <param name="FailedRecord">The mark of the record of a failure that it is tried again after, or <see langword="null"/>.</param>
internal sealed record PendingRun(PlannedRun Run, RunKey Key, DateTime? FailedRecord)
{
    /// <summary>Whether it ended meanwhile, in this process or in another.</summary>
    public bool HasEndedIn(RunStore store) => store.MarkOf(Key.Id) is { } mark && mark != FailedRecord && store.TryRead(Key.Id) is not null;
}

/// <summary>The runs of a cohort that are left.</summary>
public sealed record PendingCohort
{
    internal PendingCohort(Cohort cohort, IReadOnlyList<PendingRun> runs) => (Cohort, Runs) = (cohort, runs);

    /// <summary>The cohort.</summary>
    public Cohort Cohort { get; }

    internal IReadOnlyList<PendingRun> Runs { get; }

    internal static PendingCohort Of(Cohort cohort, Workshop workshop, RunStore store) =>
        new(cohort, [.. cohort.Runs.Select(run => (run, Key: RunKey.Of(run.Spec, workshop))).Select(run => Of(run.run, run.Key, store))]);

    /// <summary>Those of its runs that keep a rule.</summary>
    internal PendingCohort Where(Func<PendingRun, bool> rule) => new(Cohort, [.. Runs.Where(rule)]);

    private static PendingRun Of(PlannedRun run, RunKey key, RunStore store) => new(run, key, store.MarkOf(key.Id));
}
