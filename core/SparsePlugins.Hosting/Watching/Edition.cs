using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Watching;

/// <summary>A manifest and the plugins that it was planned with, at one moment.</summary>
/// <param name="plugins">Held until it is disposed.</param>
/// <param name="manifest">One without problems.</param>
/// <param name="workshop">What its runs work with.</param>
internal sealed class Edition(PluginSet plugins, LoadedManifest manifest, Workshop workshop) : IDisposable
{
    public Plan Plan { get; } = manifest.Result.Plan!;

    public Workshop Workshop => workshop;

    /// <summary>The ids of its runs, as they were when it was prepared last.</summary>
    public IReadOnlySet<string> Ids { get; private set; } = new HashSet<string>();

    /// <summary>Takes the plugins that a manifest needs and the manifest as they are now.</summary>
    /// <returns><see langword="null"/> if the manifest has problems, which the host told.</returns>
    public static Edition? Take(PluginLibrary library, ISweepHost host)
    {
        var plugins = library.Lease();
        Edition? taken = null;
        try
        {
            var manifest = host.Load(plugins);
            return manifest.Result.Plan is null
                ? null
                : taken = new Edition(plugins, manifest, host.Equip(plugins, manifest, CancellationToken.None));
        }
        finally
        {
            if (taken is null)
            {
                plugins.Dispose();
            }
        }
    }

    /// <summary>What is left of it.</summary>
    public PreparedPlan Prepare(RunStore store)
    {
        var prepared = PreparedPlan.Of(Plan, manifest.Text, workshop, store, fresh: false);
        Ids = prepared.Experiment.Runs.Select(run => run.Id).ToHashSet();
        return prepared;
    }

    public void Dispose() => plugins.Dispose();
}
