using SparsePlugins.Plugins;

namespace SparsePlugins.Execution;

/// <summary>
/// Cuts cohorts into parts where there are fewer of them than cores. A run does not depend on which others are trained beside it, so this changes no byte
/// of a result; each part draws the cohort's data again, which costs less than a core that waits. Runs that are stacked stay together.
/// </summary>
public static class CohortParts
{
    /// <summary>What drawing its data costs a part, in runs: at 128/256 about 0.05 ms beside 0.43 ms an update (docs/performance.md), and more where updates are short.</summary>
    private const double Drawing = 0.15;

    private const int MostTried = 256;

    /// <summary>Whole cohorts while they keep every job busy, and the others in the number of parts that ends soonest.</summary>
    /// <param name="pending">The cohorts, whose runs are taken to be equally long.</param>
    /// <param name="jobs">Trained at once, at least 1.</param>
    /// <param name="plugins">A cohort whose rows come from a language model stays whole: each part would load the model, or hold all rows.</param>
    public static IReadOnlyList<PendingCohort> Split(IReadOnlyList<PendingCohort> pending, int jobs, PluginSet plugins)
    {
        jobs = Math.Clamp(jobs, 1, Math.Max(1, pending.Sum(cohort => cohort.Runs.Count))); // Others would have nothing to do.
        var rest = pending.Count % jobs;
        if (rest == 0)
        {
            return pending;
        }

        PendingCohort[] whole = [.. pending.Take(pending.Count - rest)];
        PendingCohort[] last = [.. pending.Skip(pending.Count - rest)];
        var most = last.Max(cohort => CanCut(cohort, plugins) ? cohort.Runs.Count : 1);
        return Enumerable
            .Range(1, Math.Min(most, MostTried))
            .Append(Math.Min(most, jobs / rest))
            .Select(count => (IReadOnlyList<PendingCohort>)[.. whole, .. last.SelectMany(cohort => Cut(cohort, count, plugins))])
            .MinBy(parts => Makespan(parts, jobs))!; // Of equal ones that with the fewest parts.
    }

    /// <summary>When the last job ends, in runs: each part, in their order, goes to the first job that is free.</summary>
    public static double Makespan(IEnumerable<PendingCohort> parts, int jobs)
    {
        var busy = new PriorityQueue<int, double>(Enumerable.Range(0, jobs).Select(job => (job, 0.0)));
        var end = 0.0;
        foreach (var part in parts)
        {
            busy.TryDequeue(out var job, out var free);
            end = Math.Max(end, free += Drawing + part.Runs.Count);
            busy.Enqueue(job, free);
        }

        return end;
    }

    private static bool CanCut(PendingCohort pending, PluginSet plugins) =>
        !JoinedCohorts.HasModel(pending, plugins) && !pending.Runs.Any(JoinedCohorts.IsStacked);

    private static IEnumerable<PendingCohort> Cut(PendingCohort cohort, int parts, PluginSet plugins) =>
        parts > 1 && CanCut(cohort, plugins) && Math.Min(parts, cohort.Runs.Count) is > 1 and var count ? cohort.Split(count) : [cohort];
}
