using SparsePlugins.Plugins;

namespace SparsePlugins.Robustness.Tests;

/// <summary>The plugins beside the built command, loaded once.</summary>
internal static class Shipped
{
    public static PluginSet Plugins { get; } = PluginSet.Load([Repository.HostPlugins]);

    /// <summary>Every manifest of the checkout, right and wrong, by path.</summary>
    public static IReadOnlyList<string> Manifests { get; } =
    [
        .. new[] { "experiments", "tests/SparsePlugins.Planning.Tests/manifests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.yaml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];
}
