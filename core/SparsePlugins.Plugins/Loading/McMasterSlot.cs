using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.LibraryModel;
using McMaster.NETCore.Plugins.Loader;

namespace SparsePlugins.Plugins;

/// <summary>A plugin's folder in a collectible load context of McMaster.NETCore.Plugins.</summary>
/// <remarks>
/// Contracts, Formats and all that they refer to, TorchSharp included, are the host's; everything else is the plugin's own first. The context is given every
/// native library that the folder holds, listed in .deps.json or not, and loads it by path: what the runtime finds by name it keeps for the whole
/// process, so that a second plugin, or the next build of the same one, would get the library of the first.
/// </remarks>
internal sealed class McMasterSlot : IPluginSlot
{
    private readonly AssemblyLoadContext _context;
    private readonly NativeResolvers _resolvers;

    /// <summary>Loads an assembly.</summary>
    /// <param name="place">Where the plugin is; messages name it.</param>
    /// <param name="copy">Its private copy: files that nobody overwrites while they are mapped.</param>
    public McMasterSlot(PluginPlace place, PluginPlace copy)
    {
        var natives = new NativeSearch(place, copy);
        _context = Build(copy, natives);
        _resolvers = new NativeResolvers(_context, natives, copy);
        Assembly = _context.LoadFromAssemblyPath(copy.AssemblyPath);
    }

    /// <inheritdoc/>
    public Assembly Assembly { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _resolvers.Dispose();
        _context.Unload();
    }

    private static AssemblyLoadContext Build(PluginPlace copy, NativeSearch natives)
    {
        var builder = new AssemblyLoadContextBuilder().SetMainAssemblyPath(copy.AssemblyPath).EnableUnloading();
        foreach (var offered in HostAssemblies.Offered)
        {
            builder.PreferDefaultLoadContextAssembly(offered);
        }

        foreach (var file in natives.Files())
        {
            builder.AddNativeLibrary(NativeLibrary.CreateFromPackage(copy.Name, "0", file));
        }

        return builder.Build();
    }
}
