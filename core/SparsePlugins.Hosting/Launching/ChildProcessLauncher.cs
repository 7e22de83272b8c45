using System.Text;
using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Workers;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Trains in a child process per cohort, so that a component that takes its process down takes no run of another cohort with it.</summary>
/// <param name="host">The command that children are.</param>
/// <param name="limits">What a child may take.</param>
public sealed class ChildProcessLauncher(HostCommand host, IsolationLimits limits) : ILauncher
{
    /// <inheritdoc/>
    public void Launch(Experiment experiment, PreparedPlan runs, RunContext context, IRunObserver observer)
    {
        experiment.Store.DeleteLeftovers(runs.Experiment);
        Executor.WarnOfLocks(runs, experiment.Store, observer);
        var jobs = experiment.Settings.Jobs ?? InProcessLauncher.DefaultJobs(context);
        var parts = CohortParts.Split(runs.Pending, jobs, experiment.Plugins);
        var settings = experiment.Settings with { Cores = jobs / Math.Clamp(parts.Count, 1, jobs) };
        var request = Request(settings, experiment.Text) with
        {
            Folder = experiment.Store.Folder,
            Surveys = new(experiment.Manifest.Surveys.ByLabel),
            Inputs = experiment.Manifest.Files.Planned,
        };
        new Children(host, limits, request, experiment.Store, observer).Work(parts, jobs, context.Cancellation);
    }

    /// <summary>Has a child load the plugins and check the manifest, which runs components' code, before this process does.</summary>
    /// <param name="settings">What to load.</param>
    /// <param name="text">The manifest.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="ChildRefusedException">That ended the child.</exception>
    internal void Probe(RunSettings settings, ManifestText text, CancellationToken stop)
    {
        var end = Children.Run(host, Request(settings, text), limits, _ => { }, stop);
        var cause =
            end.IsInCall ? $"{end.Component}: {end.Reason}"
            : end.ExitCode >= ChildExit.SignalBase ? $"loading the plugins: {end.Reason}"
            : null; // Or the manifest is invalid, which this process finds out, too.
        if (cause is not null)
        {
            throw new ChildRefusedException($"{settings.Manifest}: {cause}");
        }
    }

    /// <summary>The parent keeps the time of calls, and starts one child per job.</summary>
    private static ChildRequest Request(RunSettings settings, ManifestText text) =>
        new(
            settings with
            {
                Jobs = 1,
                CallLimit = TimeSpan.MaxValue,
            },
            Encoding.UTF8.GetString(text.Bytes),
            Folder: "",
            Board: "",
            Runs: []
        );
}
