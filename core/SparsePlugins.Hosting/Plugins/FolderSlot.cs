using System.Reflection;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A plugin's folder in a load context of its own.</summary>
internal sealed class FolderSlot : IPluginSlot
{
    private readonly PluginContext _context;

    /// <summary>Loads an assembly.</summary>
    /// <param name="place">Where the plugin is; messages name it.</param>
    /// <param name="copy">Its private copy: files that nobody overwrites while they are mapped.</param>
    public FolderSlot(PluginPlace place, PluginPlace copy)
    {
        _context = new PluginContext(place, copy);
        Assembly = _context.LoadFromAssemblyPath(copy.AssemblyPath);
    }

    /// <inheritdoc/>
    public Assembly Assembly { get; }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();
}
