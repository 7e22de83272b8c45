using System.Reflection;
using System.Runtime.Loader;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A collectible load context for an assembly that was compiled in memory.</summary>
/// <remarks>It brings nothing along, so all that it refers to is the host's.</remarks>
internal sealed class SourceSlot : IPluginSlot
{
    private readonly AssemblyLoadContext _context;

    /// <summary>Loads an assembly.</summary>
    /// <param name="name">The source file's, for debuggers.</param>
    /// <param name="image">The assembly.</param>
    public SourceSlot(string name, byte[] image)
    {
        _context = new AssemblyLoadContext(name, isCollectible: true);
        Assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    /// <inheritdoc/>
    public Assembly Assembly { get; }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();
}
