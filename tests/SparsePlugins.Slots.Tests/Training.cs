using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Slots.Tests;

/// <summary>Small real trainings with a set of plugins.</summary>
/// <param name="failed">Told what failed.</param>
internal sealed class Training(Action<ComponentException>? failed = null) : IRunObserver
{
    private static readonly RunEnvironment Somewhere = new("test", "10", "0.107", "2.10", "os", "cpu", 512, "cpu", 1, "eager", "");

    /// <summary>Plans a manifest.</summary>
    public static LoadedManifest Load(PluginSet plugins, string manifest) => new ManifestLoader(plugins).Load(manifest, []);

    /// <summary>Runs a manifest whole and gives its records.</summary>
    public static IReadOnlyList<RunRecord> Run(PluginSet plugins, string manifest, string folder, Action<ComponentException>? failed = null)
    {
        var loaded = Load(plugins, manifest);
        var plan = loaded.Result.Plan ?? throw new InvalidOperationException(string.Join('\n', loaded.Result.Problems));
        var store = new RunStore(folder);
        var workshop = new Workshop(plugins, loaded.Files, CPU, Somewhere, CancellationToken.None);
        var prepared = PreparedPlan.Of(plan, loaded.Text, workshop, store, fresh: true);
        store.Write(prepared.Experiment);
        new Executor(workshop, store, new Training(failed), new ExecutionOptions { KeepsWeights = false }).Execute(prepared);
        return store.ReadRecords(prepared.Experiment);
    }

    public void CohortStarted(string cohort, int runs) { }

    public void Advanced(CohortProgress progress) { }

    public void Failed(ComponentException failure) => failed?.Invoke(failure);

    public void Resumed(string cohort, int runs, long step) { }

    public void Warned(string warning) { }

    public void RunEnded(RunRecord record) { }
}
