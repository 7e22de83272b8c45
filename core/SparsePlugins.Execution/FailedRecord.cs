using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>The record of a run that failed where it can't be asked any more: before it began, or in a process or thread that is gone.</summary>
public static class FailedRecord
{
    /// <summary>A record with the steps, curves and revivals of the run's last checkpoint; without one, of a run that made no update.</summary>
    /// <param name="run">The run.</param>
    /// <param name="key">Its key.</param>
    /// <param name="message">Why it failed.</param>
    /// <param name="store">Where its checkpoints are.</param>
    public static RunRecord Create(PlannedRun run, RunKey key, string message, RunStore store)
    {
        var progress = store.Checkpoints.TryReadProgress(key.Id);
        return new RunRecord(
            id: key.Id,
            spec: key.Spec,
            seed: run.Spec.Seed,
            source: run.Spec.Source.Label,
            architecture: run.Spec.Autoencoder.Architecture.Label,
            initializer: run.Initializer,
            reinitializer: run.Reinitializer,
            plugins: key.Plugins,
            environment: key.Environment,
            outcome: Outcome.Failed,
            message: message,
            steps: progress?.Step ?? 0,
            batch: run.Spec.Training.Batch,
            curves: progress is null ? [] : [.. progress.Curves, .. ScheduleCurves.Recorded(progress.Losses)],
            reinitializations: progress?.Reinitializations ?? [],
            coinciding: progress is null ? [] : [new(0, progress.Initial.Coinciding)],
            timings: new Timings(progress?.TrainingSeconds ?? 0, progress?.EvaluationSeconds ?? 0, 0),
            weights: "",
            data: null,
            dictionary: null
        );
    }
}
