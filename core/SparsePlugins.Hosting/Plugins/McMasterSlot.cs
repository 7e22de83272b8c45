using System.Reflection;
using McMaster.NETCore.Plugins;
using SparsePlugins.Contracts;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A collectible load context of McMaster.NETCore.Plugins.</summary>
/// <remarks>Contracts and all that it refers to, TorchSharp included, are the host's; everything else is the plugin's own first.</remarks>
internal sealed class McMasterSlot : IPluginSlot
{
    private readonly PluginLoader _loader;

    /// <summary>Loads an assembly.</summary>
    /// <param name="assemblyPath">A shadow copy: a file that nobody overwrites while it is mapped.</param>
    public McMasterSlot(string assemblyPath)
    {
        _loader = PluginLoader.CreateFromAssemblyFile(assemblyPath, isUnloadable: true, sharedTypes: [typeof(ComponentAttribute)]);
        Assembly = _loader.LoadDefaultAssembly();
    }

    /// <inheritdoc/>
    public Assembly Assembly { get; }

    /// <inheritdoc/>
    public void Dispose() => _loader.Dispose();
}
