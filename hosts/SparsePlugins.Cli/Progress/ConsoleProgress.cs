using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Execution.Events;

namespace SparsePlugins.Cli.Progress;

/// <summary>Shows on stderr what happens: a line that renews itself on a terminal, plain lines elsewhere.</summary>
/// <param name="announcesRuns">Whether the runs that are left are announced before they are trained.</param>
internal sealed class ConsoleProgress(bool announcesRuns = true) : IRunObserver
{
    private static readonly TimeSpan BetweenStatusLines = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BetweenPlainLines = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> _places = []; // Where failures came from, by their message.
    private readonly Lock _lock = new();
    private readonly StatusLine _line = new();
    private readonly DataProgress _data = new();
    private readonly bool _hasColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Stopwatch _clock = Stopwatch.StartNew(); // The system's time may jump.
    private ProgressTally _tally = new(0);
    private TimeSpan _next;
    private bool _namesArchitectures;

    public void Observe(RunEvent happened)
    {
        lock (_lock)
        {
            if (happened is ReadingData reading)
            {
                _data.Show(reading, _line);
            }
            else
            {
                _data.Restart();
                Show(happened);
            }
        }
    }

    /// <summary>Leaves the terminal on a fresh line.</summary>
    public void Close() => _line.Clear();

    private void Show(RunEvent happened)
    {
        switch (happened)
        {
            case ManifestRefused refused:
                foreach (var problem in refused.Problems)
                {
                    _line.Say(problem);
                }

                break;
            case ExperimentStarted started:
                Start(started);
                break;
            case CohortResumed resumed:
                _line.Say(Describe(resumed));
                break;
            case CohortAdvanced advanced:
                Advance(advanced);
                break;
            case Warned warned:
                _line.Say("warning: " + warned.Warning);
                break;
            case Noted noted:
                _line.Say(noted.Note);
                break;
            case ComponentFailed failed:
                _places[failed.Message] = TracePlace.Of(failed.Trace);
                break;
            case RunEnded run:
                _line.Say(Describe(_tally.Add(run), run));
                break;
            case ExperimentEnded:
                _line.Clear();
                break;
            default:
                break; // The start of a cohort shows in its progress.
        }
    }

    private void Start(ExperimentStarted started)
    {
        _tally = new ProgressTally(started.Pending);
        _namesArchitectures = started.ComparesArchitectures;
        if (announcesRuns)
        {
            _line.Say(
                started.Pending == 0
                    ? $"nothing left to do: all {started.Runs} runs are finished in {started.Folder} (--fresh runs them again)"
                    : $"{started.Name}: {started.Pending} of {started.Runs} runs to train on {started.Device}, into {started.Folder}"
            );
        }
    }

    private void Advance(CohortAdvanced progress)
    {
        _tally.Add(progress);
        if (_clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + (_line.IsTerminal ? BetweenStatusLines : BetweenPlainLines);
        _line.Renew(_tally.ToString());
    }

    private static string Describe(CohortResumed resumed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{resumed.Cohort}: {resumed.Runs} {(resumed.Runs == 1 ? "run resumes" : "runs resume")} at step {resumed.Step}"
        );

    private string Describe(int number, RunEnded run)
    {
        var title = run.Reinitializer == "none" ? run.Initializer : $"{run.Initializer} + {run.Reinitializer}";
        var architecture = _namesArchitectures ? $"{run.Architecture} + " : "";
        return $"[{number}/{_tally.Runs}] seed {run.Seed} {architecture}{title}: {Ending(run)}";
    }

    private string Ending(RunEnded run) =>
        run.Outcome switch
        {
            "failed" => Alarm("failed: " + run.Message + _places.GetValueOrDefault(run.Message, "")),
            "diverged" => Alarm("diverged: " + run.Message),
            _ => string.Create(CultureInfo.InvariantCulture, $"{run.Steps} steps in {run.TrainingSeconds:F1} s{Change(run.Measured)}"),
        };

    private string Alarm(string text) => _line.IsTerminal && _hasColor ? $"\u001b[31m{text}\u001b[0m" : text;

    private static string Change(MeasuredChange? change) =>
        change is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {change.Measurement} {change.First:F3} -> {change.Last:F3}");
}
