using System.Collections.Concurrent;
using SparsePlugins.Events;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;
using SparsePlugins.Records;

namespace SparsePlugins.Tests;

/// <summary>Experiments run in this process, and what happened in them.</summary>
internal sealed class ObservedRun : IRunObserver
{
    /// <summary>The same machine everywhere, so that records can be compared.</summary>
    public static readonly RunEnvironment Machine = new("test", "10", "0.107", "2.10", "os", "cpu", 512, "cpu", 1, "eager", "");

    private readonly ConcurrentQueue<RunEvent> _events = [];

    /// <summary>Called with every event.</summary>
    public Action<RunEvent> Happened { get; init; } = _ => { };

    /// <summary>Everything that happened.</summary>
    public IReadOnlyCollection<RunEvent> Events => _events;

    /// <summary>Opens a manifest with plugins that are loaded.</summary>
    /// <param name="plugins">The plugins; the caller keeps them.</param>
    /// <param name="settings">The manifest's file, and how to run it.</param>
    /// <param name="stop">Stops it.</param>
    public Experiment Open(PluginSet plugins, RunSettings settings, CancellationToken stop = default) =>
        Experiment.Open(
            settings.Environment is null ? settings with { Environment = Machine } : settings,
            ManifestText.Read(settings.Manifest, settings.Overrides),
            plugins,
            this,
            stop
        );

    /// <summary>Checks a manifest.</summary>
    public static LoadedManifest Load(PluginSet plugins, string manifest)
    {
        using var experiment = new ObservedRun().Open(plugins, new RunSettings(manifest));
        return experiment.Manifest;
    }

    /// <summary>Trains what is left of a valid manifest.</summary>
    public RunOutcome Run(PluginSet plugins, RunSettings settings, CancellationToken stop = default)
    {
        using var experiment = Open(plugins, settings, stop);
        Assert.Empty(experiment.Manifest.Result.Problems);
        return experiment.Run(this, stop);
    }

    void IRunObserver.Observe(RunEvent happened)
    {
        _events.Enqueue(happened);
        Happened(happened);
    }
}
