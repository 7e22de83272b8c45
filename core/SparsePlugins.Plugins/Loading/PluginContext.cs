using System.Runtime.Loader;

namespace SparsePlugins.Plugins;

/// <summary>The collectible load context of a single-file plugin, which brings nothing along: what it refers to is the host's.</summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private readonly NativeSearch _natives;

    /// <summary>Makes one; nothing is loaded yet.</summary>
    /// <param name="place">The source file.</param>
    public PluginContext(PluginPlace place)
        : base(place.Name, isCollectible: true)
    {
        _natives = new NativeSearch(place, copy: null);
        ResolvingUnmanagedDll += (_, name) => throw _natives.NotFound(name);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) => _natives.Load(unmanagedDllName, []);
}
