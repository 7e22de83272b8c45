using SparsePlugins.Records;

namespace SparsePlugins.Storage;

/// <summary>Where a run of an experiment is.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">Where it is.</param>
/// <param name="Step">Updates made, as far as its record or checkpoint says.</param>
/// <param name="Message">Why it failed, diverged or is damaged; otherwise empty.</param>
public sealed record RunStatus(ExperimentRun Run, RunState State, long? Step, string Message)
{
    /// <summary>Every run of an experiment, in its order; reads files alone and needs neither plugins nor libtorch.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">What it holds.</param>
    public static IReadOnlyList<RunStatus> Read(RunStore store, ExperimentRecord experiment) =>
        [.. experiment.Runs.Select(run => Read(store, run))];

    private static RunStatus Read(RunStore store, ExperimentRun run)
    {
        var (record, damage) = store.Inspect(run.Id);
        return record is { Outcome.IsFailed: false } ? Read(run, record)
            : store.Claims.IsClaimed(run.Id) ? new RunStatus(run, RunState.Running, store.Checkpoints.StepOf(run.Id), "")
            : damage is not null ? new RunStatus(run, RunState.Damaged, null, damage)
            : record is not null ? Read(run, record)
            : store.Checkpoints.StepOf(run.Id) is { } step ? new RunStatus(run, RunState.Checkpointed, step, "")
            : store.TryRead(run.Id) is { } meanwhile ? Read(run, meanwhile) // It ended between the looks.
            : new RunStatus(run, RunState.NotStarted, null, "");
    }

    private static RunStatus Read(ExperimentRun run, RunRecord record)
    {
        var state =
            record.Outcome.IsCompleted ? RunState.Finished
            : record.Outcome.IsStopped ? RunState.Stopped
            : record.Outcome.IsDiverged ? RunState.Diverged
            : RunState.Failed;
        return new RunStatus(run, state, record.Steps, record.Message);
    }
}
