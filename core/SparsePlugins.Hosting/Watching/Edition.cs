using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Watching;

/// <summary>A manifest and the plugins that it was planned with, at one moment.</summary>
internal sealed class Edition : IDisposable
{
    private readonly CancellationTokenSource _round = new();

    /// <summary>Plans.</summary>
    /// <param name="plugins">Held until it is disposed.</param>
    /// <param name="manifest">One without problems.</param>
    /// <param name="host">Equips it.</param>
    public Edition(PluginSet plugins, LoadedManifest manifest, ISweepHost host)
    {
        (Plugins, Manifest, Plan) = (plugins, manifest, manifest.Result.Plan!);
        Workshop = host.Equip(plugins, manifest, _round.Token);
    }

    public PluginSet Plugins { get; }

    public LoadedManifest Manifest { get; }

    public Plan Plan { get; }

    public Workshop Workshop { get; }

    /// <summary>Ends the round: what is being trained writes its checkpoint.</summary>
    public void Interrupt() => _round.Cancel();

    /// <summary>What is left of it.</summary>
    public PreparedPlan Prepare(RunStore store) => PreparedPlan.Of(Plan, Manifest.Text, Workshop, store, fresh: false);

    /// <summary>The ids of its runs.</summary>
    public HashSet<string> Ids(RunStore store) => [.. Prepare(store).Experiment.Runs.Select(run => run.Id)];

    public void Dispose()
    {
        Plugins.Dispose();
        _round.Dispose();
    }
}
