using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting;
using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests;

/// <summary>An experiment of a moment, run in this process once, and copies of the folder that it wrote.</summary>
internal static class Tiny
{
    public static TinyManifest Manifest => TinyManifest.WithThreshold;

    /// <summary>What a manifest would train, in a folder of its own.</summary>
    public static PreparedPlan Prepare(string folder, string manifest, RunStore store, CancellationToken stop = default)
    {
        var run = new ObservedRun();
        using var experiment = run.Open(Shipped.Plugins, Settings(folder, manifest) with { Folder = store.Folder }, stop);
        Assert.Empty(experiment.Manifest.Result.Problems);
        return experiment.Prepare(experiment.CreateContext(run, stop));
    }

    /// <summary>Trains into <c>out</c>, perhaps stopping after some ended runs.</summary>
    public static RunStore Run(string folder, string? manifest = null, int stopAfter = int.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        var ended = 0;
        var run = new ObservedRun
        {
            Happened = happened =>
            {
                ended += happened is RunEnded ? 1 : 0;
                if (happened is CohortAdvanced && ended >= stopAfter)
                {
                    stop.Cancel();
                }
            },
        };
        var outcome = run.Run(Shipped.Plugins, Settings(folder, manifest ?? Manifest), stop.Token);
        Assert.Empty(run.Events.OfType<ComponentFailed>());
        return new RunStore(outcome.Folder);
    }

    private static RunSettings Settings(string folder, string manifest)
    {
        var path = Path.Combine(folder, "manifest.yaml");
        File.WriteAllText(path, manifest);
        return new RunSettings(path)
        {
            Folder = Path.Combine(folder, "out"),
            Jobs = 1,
            CheckpointEvery = TimeSpan.Zero,
        };
    }
}
