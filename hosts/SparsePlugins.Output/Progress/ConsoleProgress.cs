using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Output.Progress;

/// <summary>Shows on stderr what happens: a line that renews itself on a terminal, plain lines elsewhere.</summary>
/// <param name="announcesRuns">Whether the runs that are left are announced before they are trained.</param>
public sealed class ConsoleProgress(bool announcesRuns = true) : IRunObserver
{
    private static readonly TimeSpan BetweenStatusLines = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BetweenPlainLines = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly StatusLine _line = new();
    private readonly DataProgress _data = new();
    private readonly RunSentences _sentences = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew(); // The system's time may jump.
    private ProgressTally _tally = new(0);
    private TimeSpan _next;
    private RunNames _names = RunNames.None;

    /// <inheritdoc/>
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
                Show(refused);
                break;
            case ExperimentStarted started:
                Start(started);
                break;
            case CohortResumed resumed:
                _line.Say(Timed(RunSentences.Describe(resumed)));
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
                _sentences.Remember(failed);
                break;
            case RunEnded run:
                _line.Say(Timed(Describe(_tally.Add(run), run)));
                break;
            case ExperimentEnded:
                _line.Clear();
                break;
            default:
                break; // The start of a cohort shows in its progress.
        }
    }

    private void Show(ManifestRefused refused)
    {
        foreach (var (index, problem) in refused.Problems.Index())
        {
            _line.Say(problem);
            if (refused.Excerpts.ElementAtOrDefault(index) is { Length: > 0 } excerpt)
            {
                _line.Say(excerpt.EndsWith('^') ? excerpt[..^1] + Paint.Bad("^") : excerpt);
            }
        }

        if (refused.Total > 0)
        {
            _line.Say(Paint.Bad(refused.Total == 1 ? "1 problem" : $"{refused.Total} problems"));
        }
    }

    private void Start(ExperimentStarted started)
    {
        _tally = new ProgressTally(started.Pending);
        _names = RunNames.Read(started.Folder);
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
        var state = _tally.State;
        var leader = state.Leader is { } ahead ? _names.Find(ahead.Id) : "";
        _line.Renew(
            _line.IsTerminal ? ProgressLine.OnTerminal(state, leader, Terminal.Columns) : Timed(ProgressLine.InFile(state, leader))
        );
    }

    /// <summary>In a file, a line about runs begins with the time since the runs began.</summary>
    private string Timed(string line) => _line.IsTerminal ? line : $"{Clock.Show(_tally.Elapsed)} {line}";

    private string Describe(int number, RunEnded run)
    {
        var title = run.Reinitializer == "none" ? run.Initializer : $"{run.Initializer} + {run.Reinitializer}";
        return $"[{number}/{_tally.Runs}] seed {run.Seed} {_names.Find(run.Id, title)}: {_sentences.Ending(run)}";
    }
}
