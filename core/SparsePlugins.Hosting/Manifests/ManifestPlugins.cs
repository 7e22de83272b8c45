using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Loads what a manifest needs before it can be planned: the plugins that it names.</summary>
public static class ManifestPlugins
{
    /// <summary>Loads the plugins beside the host, those given, and those that a manifest names under <c>plugins</c>.</summary>
    /// <param name="manifest">The file; one that can't be read, or is wrong, names none: <see cref="ManifestLoader"/> says why.</param>
    /// <param name="overrides"><c>path=value</c> of <c>--set</c>.</param>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <param name="trust">What may be loaded, as <see cref="PluginLock.ReadBeside"/> gives it; null for everything.</param>
    /// <exception cref="DirectoryNotFoundException">One of <paramref name="paths"/> doesn't exist.</exception>
    public static PluginLibrary Open(string manifest, IReadOnlyList<string> overrides, IEnumerable<string> paths, PluginLock? trust)
    {
        return Open(manifest, ManifestFile.TryRead(manifest, out var bytes, out _) ? bytes : [], overrides, paths, trust);
    }

    /// <summary>The same for a manifest that was read before.</summary>
    /// <param name="manifest">The file.</param>
    /// <param name="bytes">What was in it.</param>
    /// <param name="overrides"><c>path=value</c> of <c>--set</c>.</param>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <param name="trust">What may be loaded; null for everything.</param>
    public static PluginLibrary Open(
        string manifest,
        byte[] bytes,
        IReadOnlyList<string> overrides,
        IEnumerable<string> paths,
        PluginLock? trust
    )
    {
        var stated = Planner.Plugins(manifest, bytes, overrides);
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        return PluginLibrary.Open(paths, stated.Select(plugin => Locate(folder, plugin)), trust);
    }

    /// <summary>The plugins that take part in a plan, and those that its manifest names.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="plugins">What it was planned with.</param>
    public static IReadOnlyList<LoadedPlugin> UsedBy(Plan plan, PluginSet plugins)
    {
        var used = plan
            .Cohorts.SelectMany(cohort => cohort.Runs)
            .SelectMany(run => SpecComponents.Of(run.Spec))
            .Select(component => plugins.Find(component.Kind, component.Name).Plugin)
            .ToHashSet();
        return [.. plugins.Plugins.Where(plugin => used.Contains(plugin) || plugin.IsStated)];
    }

    private static PluginRoot Locate(string folder, StatedPlugin plugin) =>
        new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, plugin.Path))), plugin);
}
