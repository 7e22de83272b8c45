using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;

namespace SparsePlugins.Plugins;

/// <summary>A plugin that is loaded; it is unloaded when the last <see cref="PluginSet"/> with it is disposed.</summary>
public sealed class LoadedPlugin
{
    private readonly IPluginSlot _slot;
    private readonly Action _unloaded;
    private readonly HashSet<PluginPlace> _places = [];
    private int _holders;

    /// <summary>Reads what a loaded assembly offers.</summary>
    /// <param name="place">Where it came from.</param>
    /// <param name="content">What was loaded.</param>
    /// <param name="assemblies">The plugin's assembly, then those that it brings along.</param>
    /// <param name="slot">The assembly; unloaded again if it breaks a rule of components.</param>
    /// <param name="documentation">Of its types.</param>
    /// <param name="unloaded">What remains to be done after it was unloaded.</param>
    internal LoadedPlugin(
        PluginPlace place,
        PluginContent content,
        IReadOnlyList<PluginAssembly> assemblies,
        IPluginSlot slot,
        XmlDocumentation documentation,
        Action unloaded
    )
    {
        (Place, Content, Assemblies, _slot, _unloaded) = (place, content, assemblies, slot, unloaded);
        _places.Add(place);
        try
        {
            Components = ComponentReader.Read(this, slot.Assembly, documentation);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    /// <summary>Where it came from.</summary>
    public PluginPlace Place { get; }

    /// <summary>Every path that it was found by: a link, or a copy with the same content, is the same plugin.</summary>
    public IReadOnlyCollection<PluginPlace> Places => _places;

    /// <summary>The assembly's name, or the source file's.</summary>
    public string Name => Place.Name;

    /// <summary>Its version, as <c>major.minor.patch</c>; <c>source</c> for a source file.</summary>
    public string Version => Assemblies[0].Version;

    /// <summary>SHA-256 of the plugin's assembly, or of the source text.</summary>
    public string Sha256 => Assemblies[0].Sha256;

    /// <summary>The plugin's assembly, then those that it brings along, by name.</summary>
    public IReadOnlyList<PluginAssembly> Assemblies { get; }

    /// <summary>Every file that it was loaded from, by path.</summary>
    public IReadOnlyList<PluginFile> Files => Content.Files;

    /// <summary>What it offers, by kind and name.</summary>
    public IReadOnlyList<Component> Components { get; }

    internal PluginContent Content { get; }

    /// <summary>Raised when nobody holds it any more.</summary>
    internal event Action<ReleasedBuild>? Unloading;

    /// <summary>Whether the manifest names it.</summary>
    public bool IsStated { get; set; }

    /// <summary>Takes note that it was found by another path.</summary>
    internal void FoundBy(PluginPlace place) => _places.Add(place);

    /// <summary>Unloads one that no set ever held.</summary>
    internal void Discard()
    {
        Hold();
        Release();
    }

    internal void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Unloads it if nobody else holds it; the memory is collected once nothing refers to its types.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Unloading?.Invoke(ReleasedBuild.Create(Name, _slot.Assembly));
            _slot.Dispose();
            _unloaded();
        }
    }
}
