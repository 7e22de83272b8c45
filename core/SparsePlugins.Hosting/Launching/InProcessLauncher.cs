using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Plugins.Calls;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Trains in this process, several cohorts at once.</summary>
/// <param name="board">Where calls of components are noted for a parent process; <see langword="null"/> without one.</param>
public sealed class InProcessLauncher(CallBoard? board = null) : ILauncher
{
    /// <inheritdoc/>
    public void Launch(Experiment experiment, PreparedPlan runs, RunContext context, IRunObserver observer)
    {
        var settings = experiment.Settings;
        var jobs = settings.Jobs ?? DefaultJobs(context);
        var options = new ExecutionOptions
        {
            Jobs = jobs,
            // More than there are would only cut batches into smaller parts, each of which reads the whole encoder.
            Cores = Math.Min(settings.Cores ?? jobs, Environment.ProcessorCount),
            CheckpointEvery = settings.CheckpointEvery,
            ProgressEvery = settings.ProgressEvery,
            KeepsWeights = settings.KeepsWeights,
            CallLimit = settings.CallLimit,
            WaitsForOthers = !settings.IsWorker || experiment.Tuning is not null, // Settings are chosen by all trials.
            JoinsCohorts = !settings.IsWorker,
            Board = board,
        };
        new Executor(context, experiment.Store, observer, options).Execute(runs);
    }

    internal static int DefaultJobs(RunContext context) =>
        context.Device.type == TorchSharp.DeviceType.CPU ? Environment.ProcessorCount : 1;
}
