using System.Reflection;
using System.Runtime.Loader;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A plugin's collectible load context: what Contracts and its references are is the host's, everything else is the plugin's own first.</summary>
/// <remarks>
/// Native libraries are loaded here, by path, before the runtime looks: what the runtime finds by name it keeps for the whole process, so that a second
/// plugin, or the next build of the same one, would get the library of the first.
/// </remarks>
internal sealed class PluginContext : AssemblyLoadContext
{
    private readonly OwnAssemblies? _own;
    private readonly NativeSearch _natives;

    /// <summary>Makes one; nothing is loaded yet.</summary>
    /// <param name="place">Where the plugin is.</param>
    /// <param name="copy">The folder that its files are loaded from; null for a source file, which has none.</param>
    public PluginContext(PluginPlace place, PluginPlace? copy)
        : base(place.Name, isCollectible: true)
    {
        _own = copy is null ? null : new OwnAssemblies(copy);
        _natives = new NativeSearch(place, copy);
        ResolvingUnmanagedDll += (_, name) => throw _natives.NotFound(name);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        HostAssemblies.Shared.Contains(assemblyName.Name!) ? Default.LoadFromAssemblyName(assemblyName)
        : _own?.Find(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _natives.Load(unmanagedDllName, Assemblies.Select(assembly => Path.GetDirectoryName(assembly.Location)));
}
