using System.Diagnostics;
using SparsePlugins.Execution.Events;

namespace SparsePlugins.Cli.Progress;

/// <summary>Counts what an execution has done, from the calls of its threads, and estimates what is left.</summary>
/// <param name="runs">Runs to do.</param>
internal sealed class ProgressTally(int runs)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _updates;
    private long _updatesOfEndedRuns;
    private long _mostSteps = 1;
    private CohortAdvanced? _latest;

    public int Runs { get; } = runs;

    private int Ended { get; set; }

    public int Failed { get; private set; }

    public void Add(CohortAdvanced progress)
    {
        lock (_lock)
        {
            _updates += progress.Updates;
            _mostSteps = Math.Max(_mostSteps, progress.MostSteps);
            _latest = progress;
        }
    }

    /// <summary>Counts a run that ended.</summary>
    /// <returns>Its 1-based position among the runs that ended.</returns>
    public int Add(RunEnded run)
    {
        lock (_lock)
        {
            Failed += run.Outcome == "failed" ? 1 : 0;
            _updatesOfEndedRuns += run.Steps;
            return ++Ended;
        }
    }

    /// <summary>For instance <c>7/20 runs | seed=2 step 400/2800 | loss 0.0123 | 310 steps/s | 0:42 left</c>.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            if (_latest is null)
            {
                return $"{Ended}/{Runs} runs";
            }

            var rate = _updates / _clock.Elapsed.TotalSeconds;
            return FormattableString.Invariant(
                $"{Ended}/{Runs} runs | {_latest.Cohort} step {_latest.Step}/{_latest.MostSteps} | loss {_latest.Loss:G3} | {rate:F0} steps/s | {Clock(Left(rate))} left"
            );
        }
    }

    private static string Clock(TimeSpan time) => FormattableString.Invariant($"{(long)time.TotalHours}:{time:mm\\:ss}");

    /// <summary>Runs that are left are taken to need as many updates as those that ended did on average, or all that they may.</summary>
    private TimeSpan Left(double rate)
    {
        var perRun = Ended > 0 ? (double)_updatesOfEndedRuns / Ended : _mostSteps;
        return TimeSpan.FromSeconds(Math.Max(0, (perRun * Runs - _updates) / Math.Max(rate, 1e-9)));
    }
}
