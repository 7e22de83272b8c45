using System.Text.Json.Serialization;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;

namespace SparsePlugins.Events;

/// <summary>One thing that happened while an experiment ran. docs/records.md describes each case as a line of <c>events.jsonl</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(ReadingData), "reading-data")]
[JsonDerivedType(typeof(ManifestRefused), "manifest-refused")]
[JsonDerivedType(typeof(ExperimentStarted), "experiment-started")]
[JsonDerivedType(typeof(CohortStarted), "cohort-started")]
[JsonDerivedType(typeof(CohortResumed), "cohort-resumed")]
[JsonDerivedType(typeof(CohortAdvanced), "cohort-advanced")]
[JsonDerivedType(typeof(Warned), "warned")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(ComponentFailed), "component-failed")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
[JsonDerivedType(typeof(ExperimentEnded), "experiment-ended")]
public abstract record RunEvent
{
    private protected RunEvent() { }
}

/// <summary>Data files are being read before anything is trained; sent often.</summary>
/// <param name="Done">Bytes read so far.</param>
/// <param name="Total">Bytes to read.</param>
/// <param name="Purpose">Completes "reading data", for instance <c>to hash it, rows.npy</c>.</param>
public sealed record ReadingData(long Done, long Total, string Purpose) : RunEvent;

/// <summary>A manifest has problems; nothing is trained.</summary>
/// <param name="Problems">Each with its place, the rule, and the fix.</param>
public sealed record ManifestRefused(IReadOnlyList<string> Problems) : RunEvent
{
    /// <summary>For each problem the line of the manifest with a caret under the place, empty where there is none; or no elements.</summary>
    public IReadOnlyList<string> Excerpts { get; init; } = [];

    /// <summary>How many problems there are, listed or not; 0 where nobody counted.</summary>
    public int Total { get; init; }
}

/// <summary>An experiment is planned and its folder is open; training begins.</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Folder">Where its records go, absolute.</param>
/// <param name="Device">For instance <c>cpu</c>.</param>
/// <param name="Runs">Runs of the plan.</param>
/// <param name="Pending">Runs without a record, which are to be trained.</param>
/// <param name="ComparesArchitectures">Whether runs differ in their architectures.</param>
public sealed record ExperimentStarted(string Name, string Folder, string Device, int Runs, int Pending, bool ComparesArchitectures)
    : RunEvent;

/// <summary>The data of a cohort is drawn and its runs begin.</summary>
/// <param name="Cohort">The cohort's name.</param>
/// <param name="Runs">Runs to train.</param>
public sealed record CohortStarted(string Cohort, int Runs) : RunEvent
{
    /// <summary>Which part of the cohort, such as <c>2 of 3</c>; <see langword="null"/> where it is trained as a whole.</summary>
    public string? Part { get; init; }
}

/// <summary>Runs of a cohort continue from checkpoints.</summary>
/// <param name="Cohort">The cohort's name.</param>
/// <param name="Runs">Runs that continue.</param>
/// <param name="Step">Updates made by the run with the fewest.</param>
public sealed record CohortResumed(string Cohort, int Runs, long Step) : RunEvent
{
    /// <summary>Which part of the cohort, such as <c>2 of 3</c>; <see langword="null"/> where it is trained as a whole.</summary>
    public string? Part { get; init; }
}

/// <summary>A cohort made progress; sent after every evaluated step, and every ten seconds.</summary>
/// <param name="Cohort">The cohort's name.</param>
/// <param name="Step">Updates made by each run that continues.</param>
/// <param name="MostSteps">Updates that the longest run may make.</param>
/// <param name="ActiveRuns">Runs that continue.</param>
/// <param name="Loss">Mean training loss of the active runs at their last evaluated steps; NaN before the first.</param>
/// <param name="Updates">Updates since the previous such event, over all runs.</param>
public sealed record CohortAdvanced(string Cohort, long Step, long MostSteps, int ActiveRuns, double Loss, long Updates) : RunEvent
{
    /// <summary>Which part of the cohort, such as <c>2 of 3</c>; <see langword="null"/> where it is trained as a whole.</summary>
    public string? Part { get; init; }

    /// <summary>The active run that is best by the measurement of <c>stop_when</c>, or else by the first one that has a better side; <see langword="null"/> where there is none.</summary>
    public LeadingRun? Leader { get; init; }
}

/// <summary>Something is wrong that stops nothing.</summary>
/// <param name="Warning">A sentence.</param>
public sealed record Warned(string Warning) : RunEvent;

/// <summary>Something the user should know; nothing is wrong.</summary>
/// <param name="Note">A sentence.</param>
public sealed record Noted(string Note) : RunEvent;

/// <summary>A component failed; a <see cref="RunEnded"/> follows for each run that this ends.</summary>
/// <param name="Message">The component and what is wrong.</param>
/// <param name="Trace">The stack trace, or empty.</param>
public sealed record ComponentFailed(string Message, string Trace) : RunEvent
{
    /// <summary>The event for a failure.</summary>
    /// <param name="failure">The failure.</param>
    public static ComponentFailed From(ComponentException failure) => new(failure.Message, failure.Trace);
}

/// <summary>A run ended and its record is on disk.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Architecture">Label of the architecture.</param>
/// <param name="Initializer">Label of the initializer.</param>
/// <param name="Reinitializer">Label of the reinitializer; <c>none</c> without one.</param>
/// <param name="Outcome"><c>completed</c>, <c>stopped</c>, <c>diverged</c> or <c>failed</c>.</param>
/// <param name="Message">Why it failed or diverged; otherwise empty.</param>
/// <param name="Steps">Updates made.</param>
/// <param name="TrainingSeconds">Seconds spent in training steps.</param>
/// <param name="Measured">Initial and final value of the first measurement; <see langword="null"/> if nothing was measured.</param>
public sealed record RunEnded(
    string Id,
    long Seed,
    string Architecture,
    string Initializer,
    string Reinitializer,
    string Outcome,
    string Message,
    long Steps,
    double TrainingSeconds,
    MeasuredChange? Measured
) : RunEvent
{
    /// <summary>The event for a record that was written.</summary>
    /// <param name="record">The record.</param>
    public static RunEnded From(RunRecord record) =>
        new(
            record.Id,
            record.Seed,
            record.Architecture,
            record.Initializer,
            record.Reinitializer,
            record.Outcome.ToString().ToLowerInvariant(),
            record.Message,
            record.Steps,
            record.Timings.TrainingSeconds,
            record.Curves is [{ Values: [var first, .., var last] } curve, ..] ? new MeasuredChange(curve.Measurement, first, last)
                : record.Curves is [{ Values: [var only] } point, ..] ? new MeasuredChange(point.Measurement, only, only)
                : null
        );
}

/// <summary>All that was asked for is done, or was stopped.</summary>
/// <param name="Runs">Runs of the plan.</param>
/// <param name="Finished">Runs with a record that counts.</param>
/// <param name="Failed">Runs whose record is that of a failure.</param>
/// <param name="Stopped">Whether it was stopped before all runs had ended.</param>
public sealed record ExperimentEnded(int Runs, int Finished, int Failed, bool Stopped) : RunEvent;
