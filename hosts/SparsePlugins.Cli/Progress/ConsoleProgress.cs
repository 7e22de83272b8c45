using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Serilog;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Records;

namespace SparsePlugins.Cli.Progress;

/// <summary>Shows progress on stderr - a line that renews itself on a terminal, plain lines elsewhere - and logs it.</summary>
/// <param name="runs">Runs to do.</param>
/// <param name="log">The log of the run folder.</param>
/// <param name="namesArchitectures">Whether the runs differ in their architectures, too, so that a run's line names its own.</param>
internal sealed class ConsoleProgress(int runs, ILogger log, bool namesArchitectures) : IRunObserver
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan BetweenStatusLines = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan BetweenPlainLines = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string> _places = []; // Where failures came from, by their message.
    private readonly Lock _lock = new();
    private readonly ProgressTally _tally = new(runs);
    private readonly bool _isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    private readonly bool _hasColor = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Stopwatch _clock = Stopwatch.StartNew(); // The system's time may jump.
    private TimeSpan _next;

    public void CohortStarted(string cohort, int runs) => log.Information("Cohort {Cohort} begins with {Runs} runs", cohort, runs);

    public void Resumed(string cohort, int runs, long step)
    {
        log.Information("Cohort {Cohort}: {Runs} runs go on from step {Step}", cohort, runs, step);
        Say(string.Create(CultureInfo.InvariantCulture, $"{cohort}: {runs} {(runs == 1 ? "run goes" : "runs go")} on from step {step}"));
    }

    public void Warned(string warning)
    {
        log.Warning("{Warning}", warning);
        Say("warning: " + warning);
    }

    public void Failed(ComponentException failure)
    {
        _places[failure.Message] = TracePlace.Of(failure.Trace);
        log.Error("{Failure}\n{Trace}", failure.Message, failure.Trace);
    }

    public void Advanced(CohortProgress progress)
    {
        _tally.Add(progress);
        lock (_lock)
        {
            if (_clock.Elapsed < _next)
            {
                return;
            }

            _next = _clock.Elapsed + (_isTerminal ? BetweenStatusLines : BetweenPlainLines);
            Console.Error.Write(_isTerminal ? ClearLine + Fit(_tally.ToString()) : _tally + "\n");
        }
    }

    public void RunEnded(RunRecord record)
    {
        var number = _tally.Add(record);
        log.Information(
            "Run {Id} of seed {Seed}, {Initializer} + {Reinitializer}, {Outcome} after {Steps} steps {Message}",
            record.Id,
            record.Seed,
            record.Initializer,
            record.Reinitializer,
            record.Outcome.ToString(),
            record.Steps,
            record.Message
        );
        Say(Describe(number, record));
    }

    /// <summary>Leaves the terminal on a fresh line.</summary>
    public void Close()
    {
        if (_isTerminal)
        {
            Console.Error.Write(ClearLine);
        }
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            Console.Error.Write((_isTerminal ? ClearLine : "") + line + "\n");
        }
    }

    private string Describe(int number, RunRecord record)
    {
        var title = record.Reinitializer == "none" ? record.Initializer : $"{record.Initializer} + {record.Reinitializer}";
        var architecture = namesArchitectures ? $"{record.Architecture} + " : "";
        return $"[{number}/{_tally.Runs}] seed {record.Seed} {architecture}{title}: {Ending(record)}";
    }

    private string Ending(RunRecord record) =>
        record.Outcome.IsFailed ? Alarm("failed: " + record.Message + _places.GetValueOrDefault(record.Message, ""))
        : record.Outcome.IsDiverged ? Alarm("diverged: " + record.Message)
        : string.Create(CultureInfo.InvariantCulture, $"{record.Steps} steps in {record.Timings.TrainingSeconds:F1} s{Last(record)}");

    private string Alarm(string text) => _isTerminal && _hasColor ? $"\u001b[31m{text}\u001b[0m" : text;

    private static string Last(RunRecord record) =>
        record.Curves is [var first, ..] && first.Values.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {first.Measurement} {first.Values[0]:F3} -> {first.Values[^1]:F3}")
            : "";

    private static string Fit(string line)
    {
        var width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : int.MaxValue;
        return line.Length > width ? line[..width] : line;
    }
}
