using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Robustness.Tests;

/// <summary>An experiment of a moment, run in this process once, and copies of the folder that it wrote.</summary>
internal static class Tiny
{
    public const string Manifest = """
        name: tiny
        seeds: 2
        source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
        autoencoder: { use: relu, features: 16 }
        training: { steps: 40, batch: 32, sample: 64 }
        evaluation: { every: 10, data_every: 20, samples: 128, thresholds: [mmcs >= 0.5] }
        initializers: [orthogonal, data-sample]
        metrics: [mmcs, l0, fvu, dead-fraction]

        """;

    public static readonly RunEnvironment Somewhere = new("test", "10", "0.107", "2.10", "os", "cpu", 512, "cpu", 1, "", "");

    /// <summary>What a manifest would train, in a folder of its own.</summary>
    public static PreparedPlan Prepare(string folder, string manifest, RunStore store, CancellationToken stop = default)
    {
        var loaded = new ManifestLoader(Shipped.Plugins).Load(Write(folder, manifest), []);
        Assert.Empty(loaded.Result.Problems);
        return PreparedPlan.Of(loaded.Result.Plan!, loaded.Text, Workshop(loaded, stop), store, fresh: false);
    }

    /// <summary>Trains into <c>out</c>, perhaps stopping after some ended runs.</summary>
    public static RunStore Run(string folder, string manifest = Manifest, int stopAfter = int.MaxValue)
    {
        using var stop = new CancellationTokenSource();
        var store = new RunStore(Path.Combine(folder, "out"));
        var loaded = new ManifestLoader(Shipped.Plugins).Load(Write(folder, manifest), []);
        Assert.Empty(loaded.Result.Problems);
        var workshop = Workshop(loaded, stop.Token);
        var prepared = PreparedPlan.Of(loaded.Result.Plan!, loaded.Text, workshop, store, fresh: false);
        store.Write(prepared.Experiment);
        var observer = new Stopper(stop, stopAfter);
        try
        {
            new Executor(workshop, store, observer, new ExecutionOptions { Jobs = 1, CheckpointEvery = TimeSpan.Zero }).Execute(prepared);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As asked.
        }

        return store;
    }

    private static string Write(string folder, string manifest)
    {
        var path = Path.Combine(folder, "manifest.yaml");
        File.WriteAllText(path, manifest);
        return path;
    }

    private static Workshop Workshop(LoadedManifest loaded, CancellationToken stop) =>
        new(Shipped.Plugins, loaded.Files, CPU, Somewhere, stop);

    private sealed class Stopper(CancellationTokenSource stop, int after) : IRunObserver
    {
        private int _ended;

        public void CohortStarted(string cohort, int runs) { }

        public void Resumed(string cohort, int runs, long step) { }

        public void Warned(string warning) { }

        public void Advanced(CohortProgress progress)
        {
            if (_ended >= after)
            {
                stop.Cancel();
            }
        }

        public void Failed(Hosting.Components.ComponentException failure) => throw failure;

        public void RunEnded(RunRecord record) => _ended++;
    }
}
