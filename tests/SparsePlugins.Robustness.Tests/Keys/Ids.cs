using System.Text;
using SparsePlugins.Execution;
using SparsePlugins.Planning;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Storage;
using static TorchSharp.torch;

namespace SparsePlugins.Robustness.Tests.Keys;

/// <summary>The ids that <c>sparse run</c> would give the runs of a manifest.</summary>
internal static class Ids
{
    /// <summary>In no order, without repetition.</summary>
    public static IReadOnlySet<string> Of(string manifest, params string[] overrides) =>
        Of(manifest, Shipped.Plugins, ".", ObservedRun.Machine, overrides);

    public static IReadOnlySet<string> Of(
        string manifest,
        PluginSet plugins,
        string folder,
        RunEnvironment environment,
        params string[] overrides
    )
    {
        var result = ManifestTree.Parse("m.yaml", Encoding.UTF8.GetBytes(manifest), overrides).Plan(plugins.Catalog);
        Assert.True(result.Plan is not null, string.Join('\n', result.Problems) + "\n" + manifest);
        var context = new RunContext(plugins, new InputFiles(Path.GetFullPath(folder)), CPU, environment, default);
        var store = new RunStore(Path.Combine(folder, "nothing-is-here"));
        return PreparedPlan.Create(result.Plan!, manifest, context, store, fresh: false).Experiment.Runs.Select(run => run.Id).ToHashSet();
    }
}
