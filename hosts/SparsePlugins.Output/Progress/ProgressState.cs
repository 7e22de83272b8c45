using SparsePlugins.Events;

namespace SparsePlugins.Output.Progress;

/// <summary>How far an execution is.</summary>
/// <param name="Runs">Runs to do.</param>
/// <param name="Ended">Runs that ended.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Updates">Updates made, over all runs.</param>
/// <param name="Expected">Updates that it takes in all, as far as is known.</param>
/// <param name="Elapsed">Time since it began.</param>
/// <param name="Leader">The run that is ahead in the cohort that made progress last.</param>
internal sealed record ProgressState(int Runs, int Ended, int Failed, long Updates, double Expected, TimeSpan Elapsed, LeadingRun? Leader)
{
    /// <summary>Before this share of the work, and this time, the rate is that of a start.</summary>
    private const double LeastShare = 0.05;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(15);

    /// <summary>Updates per second, over all runs.</summary>
    public double Rate => Updates / Math.Max(Elapsed.TotalSeconds, 1e-9);

    /// <summary>What is done, 0 to 1.</summary>
    public double Share => Ended == Runs ? 1 : Math.Clamp(Updates / Math.Max(Expected, 1), 0, 1);

    /// <summary>Time that the rest takes at this rate; <see langword="null"/> before it can be estimated.</summary>
    public TimeSpan? Left =>
        Updates > 0 && (Share >= LeastShare || Elapsed >= LeastTime)
            ? TimeSpan.FromSeconds(Math.Max(0, (Expected - Updates) / Rate))
            : null;
}
