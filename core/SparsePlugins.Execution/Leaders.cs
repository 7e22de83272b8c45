using SparsePlugins.Events;

namespace SparsePlugins.Execution;

/// <summary>Which run of a cohort is ahead.</summary>
internal static class Leaders
{
    /// <summary>The run with the best value; <see langword="null"/> where nothing is measured that has a better side.</summary>
    /// <param name="runs">Those that train.</param>
    public static LeadingRun? Find(IEnumerable<ActiveRun> runs)
    {
        LeadingRun? best = null;
        foreach (var run in runs)
        {
            if (
                run.Standing is var (facts, value)
                && double.IsFinite(value)
                && (best is null || IsBetter(value, best.Value, facts.Better.IsLower))
            )
            {
                best = new LeadingRun(run.Id, facts.Title, value);
            }
        }

        return best;
    }

    private static bool IsBetter(double value, double best, bool lowerIsBetter) => lowerIsBetter ? value < best : value > best;
}
