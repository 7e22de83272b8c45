using SparsePlugins.Plugins;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution;

/// <summary>
/// Cuts cohorts into parts where there are fewer of them than cores. A run does not depend on which others are trained beside it, so this changes no byte
/// of a result; each part draws the cohort's data again, which costs less than a core that waits.
/// </summary>
public static class CohortParts
{
    /// <summary>Whole cohorts while they keep every job busy, and the others in parts.</summary>
    /// <param name="pending">The cohorts, which are taken to be equally long.</param>
    /// <param name="jobs">Trained at once, at least 1.</param>
    /// <param name="plugins">A cohort whose rows come from a language model stays whole: each part would load the model, or hold all rows.</param>
    public static IReadOnlyList<PendingCohort> Split(IReadOnlyList<PendingCohort> pending, int jobs, PluginSet plugins)
    {
        var rest = pending.Count % jobs;
        return
        [
            .. pending.Take(pending.Count - rest),
            .. pending
                .Skip(pending.Count - rest)
                .SelectMany(cohort => Split(cohort, IsCheap(cohort, plugins) ? (jobs + rest - 1) / rest : 1)),
        ];
    }

    private static bool IsCheap(PendingCohort pending, PluginSet plugins) =>
        !CohortModel.Needs(plugins.Find(ComponentKind.Source, pending.Cohort.Source.Name));

    private static IEnumerable<PendingCohort> Split(PendingCohort cohort, int parts) =>
        Math.Min(parts, cohort.Runs.Count) is > 1 and var count ? cohort.Split(count) : [cohort];
}
