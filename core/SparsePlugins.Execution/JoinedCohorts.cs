using SparsePlugins.Plugins;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>Puts cohorts together whose runs are stacked, such as the seeds of a comparison: a stack of all of them makes no more launches on a GPU than that of one.</summary>
internal static class JoinedCohorts
{
    /// <summary>The data of as many are open at once.</summary>
    private const int MostTogether = 32;

    /// <summary>Cohorts of one batch size and source together, in as many equal parts as keep every job busy, and every other cohort alone.</summary>
    /// <param name="pending">The cohorts.</param>
    /// <param name="jobs">Tasks at once, at least 1.</param>
    /// <param name="plugins">A cohort whose rows come from a language model stays alone: each has the model in memory.</param>
    public static IReadOnlyList<PendingCohort[]> Of(IReadOnlyList<PendingCohort> pending, int jobs, PluginSet plugins) =>
        [
            .. pending
                .GroupBy(cohort => cohort.Runs.All(IsStacked) && !HasModel(cohort, plugins) ? ShapeOf(cohort.Cohort) : cohort)
                .SelectMany(same => Parts([.. same], jobs)),
        ];

    /// <summary>Whether a run is updated as one of a stack.</summary>
    public static bool IsStacked(PendingRun run) => run.Key.Environment.Step == "stacked";

    /// <summary>Whether the rows of a cohort come from a language model.</summary>
    public static bool HasModel(PendingCohort pending, PluginSet plugins) =>
        CohortModel.Needs(plugins.Find(ComponentKind.Source, pending.Cohort.Source.Name));

    private static object ShapeOf(Cohort cohort) => (cohort.Source.Label, cohort.Inputs, cohort.Batch);

    private static IEnumerable<PendingCohort[]> Parts(PendingCohort[] same, int jobs)
    {
        var count = Math.Max(Math.Min(jobs, same.Length), (same.Length + Together(same) - 1) / Together(same));
        return Enumerable.Range(0, count).Select(part => same.Where((_, index) => index % count == part).ToArray());
    }

    /// <summary>How many cohorts fit a stack.</summary>
    private static int Together(PendingCohort[] same)
    {
        var codes = same.Max(cohort => cohort.Runs.Sum(run => (long)run.Run.Spec.Autoencoder.Features * cohort.Cohort.Batch));
        return (int)Math.Clamp(RunGroups.MostElements / codes, 1, MostTogether);
    }
}
