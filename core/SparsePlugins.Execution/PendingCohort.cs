using System.Globalization;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>A run that is left.</summary>
/// <param name="Run">The run.</param>
/// <param name="Key">Its key.</param>
/// <param name="FailedRecord">The mark of the record of a failure that it is tried again after, or <see langword="null"/>.</param>
public sealed record PendingRun(PlannedRun Run, RunKey Key, DateTime? FailedRecord)
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

    /// <summary>Its runs that are left.</summary>
    public IReadOnlyList<PendingRun> Runs { get; private init; }

    /// <summary>Which part of the cohort it is, such as <c>2 of 3</c>; <see langword="null"/> for all that is left.</summary>
    public string? Part { get; private init; }

    /// <summary>All runs of a cohort, with their keys.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="context">What runs work with.</param>
    /// <param name="store">Where records are.</param>
    public static PendingCohort Create(Cohort cohort, RunContext context, RunStore store) =>
        new(
            cohort,
            [.. cohort.Runs.Select(run => (run, Key: RunKey.Create(run.Spec, context))).Select(run => Create(run.run, run.Key, store))]
        );

    /// <summary>Those of its runs that keep a rule.</summary>
    public PendingCohort Where(Func<PendingRun, bool> rule) => this with { Runs = [.. Runs.Where(rule)] };

    /// <summary>Parts that take turns with its runs, each with data of its own: the same rows.</summary>
    /// <param name="count">How many, of which each has a run.</param>
    internal IEnumerable<PendingCohort> Split(int count) =>
        Enumerable
            .Range(0, count)
            .Select(part =>
                this with
                {
                    Runs = [.. Runs.Where((_, index) => index % count == part)],
                    Part = string.Create(CultureInfo.InvariantCulture, $"{part + 1} of {count}"),
                }
            );

    private static PendingRun Create(PlannedRun run, RunKey key, RunStore store) => new(run, key, store.MarkOf(key.Id));
}
