using SparsePlugins.Planning;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Execution;

/// <summary>The record of a run that failed before its first update.</summary>
internal static class FailedRecord
{
    /// <summary>A record without curves.</summary>
    public static RunRecord Of(PlannedRun run, RunKey key, string message) =>
        new(
            id: key.Id,
            spec: key.Spec,
            seed: run.Spec.Seed,
            source: run.Spec.Source.Label,
            initializer: run.Initializer,
            reinitializer: run.Reinitializer,
            plugins: key.Plugins,
            environment: key.Environment,
            outcome: Outcome.Failed,
            message: message,
            steps: 0,
            batch: run.Spec.Training.Batch,
            curves: [],
            reinitializations: [],
            timings: new Timings(0, 0, 0),
            weights: "",
            data: null
        );
}
