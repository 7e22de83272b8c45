using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;

namespace SparsePlugins.Hosting.Watching;

/// <summary>An experiment with the manifest and the plugins as they were at one moment.</summary>
internal sealed class WatchedExperiment : IDisposable
{
    private WatchedExperiment(Experiment experiment, RunContext context)
    {
        (Experiment, Context) = (experiment, context);
        Prepared = experiment.Prepare(context);
        Ids = Prepared.Experiment.Runs.Select(run => run.Id).ToHashSet();
    }

    /// <summary>The experiment.</summary>
    public Experiment Experiment { get; }

    /// <summary>What its runs work with.</summary>
    public RunContext Context { get; }

    /// <summary>The runs and those that are left, as of the last look.</summary>
    public PreparedPlan Prepared { get; private set; }

    /// <summary>The ids of its runs.</summary>
    public IReadOnlySet<string> Ids { get; }

    /// <summary>Opens the manifest as it is now with the plugins as they are now.</summary>
    /// <returns><see langword="null"/> if the manifest has problems, which the observer received.</returns>
    public static WatchedExperiment? Open(RunSettings settings, PluginLibrary library, IRunObserver observer, CancellationToken stop)
    {
        var experiment = Experiment.Open(
            settings,
            ManifestText.Read(settings.Manifest, settings.Overrides),
            library.Current,
            observer,
            stop
        );
        WatchedExperiment? opened = null;
        try
        {
            if (experiment.Tuning is not null)
            {
                observer.Observe(
                    new ManifestRefused([
                        $"{settings.Manifest}: tune: can't be watched; run it once, or remove 'tune' and state the settings",
                    ])
                );
            }
            else if (experiment.Plan is not null)
            {
                opened = new WatchedExperiment(experiment, experiment.CreateContext(observer, stop));
            }

            return opened;
        }
        finally
        {
            if (opened is null)
            {
                experiment.Dispose();
            }
        }
    }

    /// <summary>Looks again which runs are left.</summary>
    public PreparedPlan Prepare() => Prepared = Experiment.Prepare(Context);

    /// <summary>Frees the plugins.</summary>
    public void Dispose() => Experiment.Dispose();
}
