using System.Diagnostics;
using SparsePlugins.Events;

namespace SparsePlugins.Output.Progress;

/// <summary>Counts what an execution has done, from the calls of its threads, and estimates what is left.</summary>
/// <param name="runs">Runs to do.</param>
internal sealed class ProgressTally(int runs)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _updates;
    private long _updatesOfEndedRuns;
    private long _mostSteps = 1;
    private int _ended;
    private int _failed;
    private LeadingRun? _leader;

    /// <summary>Runs to do.</summary>
    public int Runs { get; } = runs;

    /// <summary>Time since it began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>How far it is.</summary>
    public ProgressState State
    {
        get
        {
            lock (_lock)
            {
                return new ProgressState(Runs, _ended, _failed, _updates, Expected, _clock.Elapsed, _leader);
            }
        }
    }

    /// <summary>Runs that are left are taken to need as many updates as those that ended did on average, or all that they may.</summary>
    private double Expected => (_ended > 0 ? (double)_updatesOfEndedRuns / _ended : _mostSteps) * Runs;

    /// <summary>Counts the updates of a cohort.</summary>
    public void Add(CohortAdvanced progress)
    {
        lock (_lock)
        {
            _updates += progress.Updates;
            _mostSteps = Math.Max(_mostSteps, progress.MostSteps);
            _leader = progress.Leader;
        }
    }

    /// <summary>Counts a run that ended.</summary>
    /// <returns>Its 1-based position among the runs that ended.</returns>
    public int Add(RunEnded run)
    {
        lock (_lock)
        {
            _failed += run.Outcome == "failed" ? 1 : 0;
            _updatesOfEndedRuns += run.Steps;
            return ++_ended;
        }
    }
}
