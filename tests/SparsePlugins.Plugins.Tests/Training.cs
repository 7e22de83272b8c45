using SparsePlugins.Events;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Records;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Small real trainings with a set of plugins.</summary>
internal static class Training
{
    /// <summary>Plans a manifest.</summary>
    public static LoadedManifest Load(PluginSet plugins, string manifest) => ObservedRun.Load(plugins, manifest);

    /// <summary>Runs a manifest whole and gives its records.</summary>
    public static IReadOnlyList<RunRecord> Run(PluginSet plugins, string manifest, string folder, Action<ComponentFailed>? failed = null)
    {
        var run = new ObservedRun
        {
            Happened = happened =>
            {
                if (happened is ComponentFailed failure)
                {
                    failed?.Invoke(failure);
                }
            },
        };
        var settings = new RunSettings(manifest)
        {
            Folder = folder,
            Jobs = 1,
            Fresh = true,
            KeepsWeights = false,
        };
        return run.Run(plugins, settings).Records;
    }
}
