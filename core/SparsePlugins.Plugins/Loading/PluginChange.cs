namespace SparsePlugins.Plugins;

/// <summary>A plugin's new build in place of the old one.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="OldSha256">Of the assembly, or the source text, that was used before; of all its files, if only what lies beside it changed.</param>
/// <param name="NewSha256">Of the one that is used now, likewise.</param>
public sealed record PluginSwap(string Name, string OldSha256, string NewSha256)
{
    internal static PluginSwap Of(LoadedPlugin old, LoadedPlugin now) =>
        old.Sha256 == now.Sha256
            ? new PluginSwap(now.Name, old.Content.Digest, now.Content.Digest)
            : new PluginSwap(now.Name, old.Sha256, now.Sha256);
}

/// <summary>What a look at the plugin folders changed.</summary>
/// <param name="Swapped">New builds.</param>
/// <param name="Added">New plugins, by name.</param>
/// <param name="Removed">Plugins that are gone, by name.</param>
/// <param name="Refused">New builds and new plugins that can't be used; the old builds stay.</param>
/// <param name="Restored">Plugins, by name, that held what can't be used and hold the build in use again.</param>
public sealed record PluginChange(
    IReadOnlyList<PluginSwap> Swapped,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<RefusedPlugin> Refused,
    IReadOnlyList<string> Restored
)
{
    internal static readonly PluginChange Nothing = new([], [], [], [], []);

    /// <summary>Whether other code is used than before.</summary>
    public bool ChangesPlugins => Swapped.Count + Added.Count + Removed.Count > 0;
}
