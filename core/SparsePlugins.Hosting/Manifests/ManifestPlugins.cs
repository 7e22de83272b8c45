using SparsePlugins.Events;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>Loads what a manifest needs before it can be planned: the plugins that it names.</summary>
public static class ManifestPlugins
{
    /// <summary>Loads the plugins beside the host, those given, and those that a manifest names under <c>plugins</c>.</summary>
    /// <param name="text">The manifest; one that is wrong, or can't be read, names none: <see cref="ManifestLoader"/> says why.</param>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <param name="trust">What may be loaded, as <see cref="PluginLock.ReadBeside"/> gives it; null for everything.</param>
    /// <exception cref="DirectoryNotFoundException">One of <paramref name="paths"/> doesn't exist.</exception>
    public static PluginLibrary Open(ManifestText text, IEnumerable<string> paths, PluginLock? trust)
    {
        return PluginLibrary.Open(paths, text.Tree.Plugins.Select(plugin => Locate(text.Folder, plugin)), trust);
    }

    /// <summary>Loads them as the settings say, and warns of those that can't be used.</summary>
    /// <param name="settings">The manifest, and how to run it.</param>
    /// <param name="text">The manifest as it was read.</param>
    /// <param name="observer">Receives a warning for each plugin that can't be used.</param>
    /// <exception cref="PluginLockException">A plugin is not what the manifest's lock file lists.</exception>
    public static PluginLibrary Open(RunSettings settings, ManifestText text, IRunObserver observer)
    {
        var library = Open(text, settings.PluginPaths, settings.IgnoresLock ? null : PluginLock.ReadBeside(text.Path));
        foreach (var refused in library.Current.Refused.Where(refused => refused.StatedBy is null && refused.Cause == RefusalCause.Broken))
        {
            observer.Observe(new Warned(refused.ToString()));
        }

        PluginTrust.RequireLoaded(library.Current);
        return library;
    }

    /// <summary>The plugins that take part in a plan, and those that its manifest names.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="plugins">What it was planned with.</param>
    public static IReadOnlyList<LoadedPlugin> UsedBy(Plan plan, PluginSet plugins)
    {
        var used = plan
            .Cohorts.SelectMany(cohort => cohort.Runs)
            .SelectMany(run => SpecComponents.In(run.Spec))
            .Select(component => plugins.Find(component.Kind, component.Name).Plugin)
            .ToHashSet();
        return [.. plugins.Plugins.Where(plugin => used.Contains(plugin) || plugin.IsStated)];
    }

    private static PluginRoot Locate(string folder, StatedPlugin plugin) =>
        new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, plugin.Path))), plugin);
}
