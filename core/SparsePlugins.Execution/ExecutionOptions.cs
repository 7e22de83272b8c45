using SparsePlugins.Plugins.Calls;
using SparsePlugins.Workers;

namespace SparsePlugins.Execution;

/// <summary>How an execution goes about its work; nothing here changes a result.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Most cohorts at once, at least 1.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>The cores that they use together, at least 1.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Between two checkpoints of a run, at least; zero for after every few updates, whatever it costs.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most time between two reports of a cohort's progress, which each of its evaluations is followed by as well; zero for one after every few updates.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether trained weights are written, too.</summary>
    public bool KeepsWeights { get; init; } = true;

    /// <summary>Whether it waits until the runs that other processes train are done.</summary>
    public bool WaitsForOthers { get; init; } = true;

    /// <summary>Whether stacked runs of several cohorts make their updates together: not where other processes are to have some of the cohorts.</summary>
    public bool JoinsCohorts { get; init; }

    /// <summary>How long one call of a component may last.</summary>
    public TimeSpan CallLimit { get; init; } = IsolationLimits.DefaultCall;

    /// <summary>Where calls are noted for a parent process, if there is one; then there is one job.</summary>
    public CallBoard? Board { get; init; }
}
