using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Output.Progress;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Output.Live;

/// <summary>An experiment as its folder shows it, while other processes work on it: the state of runs from their files, progress from <c>events.jsonl</c>.</summary>
public sealed class LiveExperiment
{
    private const int MostShare = 10;

    private readonly EventFollower _events;
    private readonly RunStore _store;
    private readonly RunNames _names;
    private readonly Dictionary<(string Cohort, string? Part), CohortAdvanced> _cohorts = [];
    private readonly Stopwatch _sinceReading = new();
    private TimeSpan _cost;
    private ExperimentStarted? _started;
    private DateTimeOffset _begin;
    private DateTimeOffset _last;
    private LeadingRun? _leader;

    private LiveExperiment(string folder)
    {
        (_store, Experiment) = RunFolder.Open(folder);
        (_events, _names) = (new EventFollower(folder), RunNames.Read(folder));
    }

    /// <summary>What the folder holds.</summary>
    public ExperimentRecord Experiment { get; }

    /// <summary>Where its runs are, as of the last look.</summary>
    public IReadOnlyList<RunStatus> Runs { get; private set; } = [];

    /// <summary>Whether a process works on it, as far as events say.</summary>
    public bool IsWorkedOn { get; private set; }

    /// <summary>Runs that ended.</summary>
    public int Ended => Runs.Count(HasEnded);

    /// <summary>Runs that failed.</summary>
    public int Failed => Runs.Count(run => run.State is RunState.Failed or RunState.Diverged or RunState.Damaged);

    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsOver => Ended == Runs.Count || (_started is not null && !IsWorkedOn && Runs.All(run => run.State != RunState.Running));

    /// <summary>The cohorts under way, each with its latest progress.</summary>
    public IEnumerable<CohortAdvanced> Cohorts => IsWorkedOn ? _cohorts.Values : [];

    /// <summary>For instance <c>MMCS 0.79 data-sample</c>; empty where nothing leads.</summary>
    public string Leader =>
        IsWorkedOn && _leader is { } ahead
            ? FormattableString.Invariant($"{ahead.Measurement} {ahead.Value:G3} {_names.Find(ahead.Id)}")
            : "";

    /// <summary>What is done, 0 to 1, with the parts of runs under way.</summary>
    public double Share =>
        Runs.Count == 0 ? 0 : Math.Min(1, (Ended + Cohorts.Sum(one => one.ActiveRuns * (double)one.Step / one.MostSteps)) / Runs.Count);

    /// <summary>Time since the process began, until now or until its last event.</summary>
    public TimeSpan Elapsed => _started is null ? TimeSpan.Zero : (IsWorkedOn ? DateTimeOffset.UtcNow : _last) - _begin;

    /// <summary>Time that is left at the pace so far; <see langword="null"/> where it is not known.</summary>
    public TimeSpan? Left =>
        _started is { } started && IsWorkedOn && Share - (1 - (double)started.Pending / started.Runs) is > 0.005 and var made
            ? Elapsed * ((1 - Share) / made)
            : null;

    /// <summary>Opens a folder.</summary>
    /// <exception cref="UserException">It is none of an experiment.</exception>
    public static LiveExperiment Open(string folder) => new(folder);

    /// <summary>Looks again.</summary>
    public void Refresh()
    {
        foreach (var (time, _, happened) in _events.ReadNew())
        {
            _last = time;
            Take(happened, time);
        }

        if (!_sinceReading.IsRunning || _sinceReading.Elapsed > MostShare * _cost)
        {
            var clock = Stopwatch.StartNew();
            Runs = RunStatus.Read(_store, Experiment);
            _cost = clock.Elapsed;
            _sinceReading.Restart();
        }
    }

    private void Take(RunEvent happened, DateTimeOffset time)
    {
        switch (happened)
        {
            case ExperimentStarted started:
                (_started, _begin, IsWorkedOn) = (started, time, true);
                _cohorts.Clear();
                break;
            case CohortAdvanced progress:
                _cohorts[(progress.Cohort, progress.Part)] = progress;
                _leader = progress.Leader ?? _leader;
                break;
            case RunEnded run:
                Forget(run);
                break;
            case ExperimentEnded:
                IsWorkedOn = false;
                break;
            default:
                break; // Nothing that is shown.
        }
    }

    /// <summary>The run counts as ended from now on, and no longer as under way: in the part of its cohort that is furthest.</summary>
    private void Forget(RunEnded run)
    {
        var name = Experiment.Runs.FirstOrDefault(one => one.Id == run.Id)?.Cohort;
        if (_cohorts.Where(one => one.Key.Cohort == name && one.Value.ActiveRuns > 0).ToArray() is { Length: > 0 } parts)
        {
            var (key, furthest) = parts.MaxBy(one => one.Value.Step);
            _cohorts[key] = furthest with { ActiveRuns = furthest.ActiveRuns - 1 };
        }
    }

    private static bool HasEnded(RunStatus run) =>
        run.State is RunState.Finished or RunState.Stopped or RunState.Failed or RunState.Diverged;
}
