using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins;

/// <summary>Plugins that are loaded, and what they offer together. It never changes, and keeps its plugins loaded until it is disposed.</summary>
public sealed class PluginSet : IDisposable
{
    private int _disposed;

    internal PluginSet(IReadOnlyList<string> roots, IReadOnlyList<LoadedPlugin> plugins, IReadOnlyList<RefusedPlugin> refused)
    {
        (Roots, Plugins, Refused) = (roots, plugins, refused);
        Components =
        [
            .. plugins
                .SelectMany(plugin => plugin.Components)
                .OrderBy(component => component.Schema.Kind)
                .ThenBy(component => component.Schema.Name, StringComparer.Ordinal),
        ];
        foreach (var plugin in plugins)
        {
            plugin.Hold();
        }
    }

    /// <summary>The folders and files that were searched.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>The plugins, in the order found.</summary>
    public IReadOnlyList<LoadedPlugin> Plugins { get; }

    /// <summary>What could not be used.</summary>
    public IReadOnlyList<RefusedPlugin> Refused { get; }

    /// <summary>Every component, by kind and name.</summary>
    public IReadOnlyList<Component> Components { get; }

    /// <summary>What planning needs to know of them.</summary>
    public Catalog Catalog => new([.. Components.Select(component => component.Schema)]);

    /// <summary>Loads the plugins beside the host and those given, once and for all.</summary>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <exception cref="DirectoryNotFoundException">One of them doesn't exist.</exception>
    public static PluginSet Load(IEnumerable<string> paths)
    {
        using var library = PluginLibrary.Open(paths);
        return library.Lease();
    }

    /// <summary>The component that a manifest asks for.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name; planning has checked that it is there.</param>
    public Component Find(ComponentKind kind, string name) =>
        Components.Single(component => component.Schema.Kind.Equals(kind) && component.Schema.Name == name);

    /// <summary>Lets go of the plugins: those that no other set has are unloaded and their copies deleted.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            foreach (var plugin in Plugins)
            {
                plugin.Release();
            }
        }
    }

    /// <summary>The same plugins, held on their own.</summary>
    public PluginSet Share() => new(Roots, Plugins, Refused);
}
