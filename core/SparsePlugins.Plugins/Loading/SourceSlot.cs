using System.Reflection;

namespace SparsePlugins.Plugins;

/// <summary>A load context for an assembly that was compiled in memory.</summary>
/// <remarks>It brings nothing along, so all that it refers to is the host's.</remarks>
internal sealed class SourceSlot : IPluginSlot
{
    private readonly PluginContext _context;

    /// <summary>Loads an assembly.</summary>
    /// <param name="place">The source file.</param>
    /// <param name="image">The assembly.</param>
    public SourceSlot(PluginPlace place, byte[] image)
    {
        _context = new PluginContext(place);
        Assembly = _context.LoadFromStream(new MemoryStream(image));
    }

    /// <inheritdoc/>
    public Assembly Assembly { get; }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();
}
