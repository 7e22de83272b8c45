using System.Collections.Concurrent;
using System.Globalization;
using SparsePlugins.Events;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Output.Progress;

/// <summary>What the console says of runs.</summary>
internal sealed class RunSentences
{
    private readonly ConcurrentDictionary<string, string> _places = []; // Where failures came from, by their message.

    /// <summary>Remembers where a component failed, for the runs that this ends.</summary>
    public void Remember(ComponentFailed failed) => _places[failed.Message] = TracePlace.Of(failed.Trace);

    /// <summary>A cohort, or the part of one.</summary>
    public static string Cohort(string name, string? part) => part is null ? name : $"{name}, part {part}";

    /// <summary>How many runs of a cohort resume, and where.</summary>
    public static string Describe(CohortResumed resumed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Cohort(resumed.Cohort, resumed.Part)}: {resumed.Runs} {(resumed.Runs == 1 ? "run resumes" : "runs resume")} at step {resumed.Step}"
        );

    /// <summary>How a run ended.</summary>
    public string Ending(RunEnded run) =>
        run.Outcome switch
        {
            "failed" => Paint.Bad("failed: " + run.Message + _places.GetValueOrDefault(run.Message, "")),
            "diverged" => Paint.Bad("diverged: " + run.Message),
            "stopped" => string.Create(CultureInfo.InvariantCulture, $"finished early at step {run.Steps}{Change(run.Measured)}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{run.Steps} steps{Change(run.Measured)}"),
        };

    private static string Change(MeasuredChange? change) =>
        change is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {change.Measurement} {change.First:F3} -> {change.Last:F3}");
}
