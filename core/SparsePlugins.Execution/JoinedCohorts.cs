using SparsePlugins.Contracts;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>Puts cohorts together whose runs are stacked, such as the seeds of a comparison: a stack of all of them makes no more launches on a GPU than that of one.</summary>
internal static class JoinedCohorts
{
    /// <summary>At most this many have their data open at once.</summary>
    private const int MostTogether = 32;

    /// <summary>Cohorts of one batch size and source together, in as many equal parts as keep every job busy, and every other cohort alone.</summary>
    /// <param name="pending">The cohorts.</param>
    /// <param name="jobs">Tasks at once, at least 1.</param>
    /// <param name="context">What runs work with. A cohort whose rows come from a language model stays alone: each has the model in memory.</param>
    public static IReadOnlyList<PendingCohort[]> Join(IReadOnlyList<PendingCohort> pending, int jobs, RunContext context) =>
        [
            .. pending
                .GroupBy(cohort => cohort.Runs.All(IsStacked) && !HasModel(cohort, context.Plugins) ? ShapeOf(cohort.Cohort) : cohort)
                .SelectMany(same => Parts([.. same], jobs, context)),
        ];

    /// <summary>Whether a run is updated as one of a stack.</summary>
    public static bool IsStacked(PendingRun run) => run.Key.Environment.Step == "stacked";

    /// <summary>Whether the rows of a cohort come from a language model.</summary>
    public static bool HasModel(PendingCohort pending, PluginSet plugins) =>
        CohortModel.Needs(plugins.Find(ComponentKind.Source, pending.Cohort.Source.Name));

    private static object ShapeOf(Cohort cohort) => (cohort.Source.Label, cohort.Inputs, cohort.Batch);

    private static IEnumerable<PendingCohort[]> Parts(PendingCohort[] same, int jobs, RunContext context)
    {
        var together = same.Length > 1 ? MostOf(same, context) : 1;
        var count = Math.Max(Math.Min(jobs, same.Length), (same.Length + together - 1) / together);
        return Enumerable.Range(0, count).Select(part => same.Where((_, index) => index % count == part).ToArray());
    }

    /// <summary>How many cohorts fit a stack.</summary>
    private static int MostOf(PendingCohort[] same, RunContext context)
    {
        var (cohort, width) = (same[0].Cohort, WidthOf(same[0].Cohort.Source, context));
        var runs = same.Max(one => one.Runs.Count);
        return Math.Clamp(
            RunGroups.Most(cohort.Runs.Max(run => run.Spec.Autoencoder.Features), cohort.Batch, width) / runs,
            1,
            MostTogether
        );
    }

    /// <summary>D, or 1 where the source can't say: it will fail when it is opened.</summary>
    private static int WidthOf(ComponentSpec spec, RunContext context)
    {
        var source = context.Plugins.Find(ComponentKind.Source, spec.Name);
        try
        {
            return ComponentException.Guard(source, () => source.Create<IActivationSource>(spec, context.Files).ActivationDim);
        }
        catch (ComponentException)
        {
            return 1;
        }
    }
}
