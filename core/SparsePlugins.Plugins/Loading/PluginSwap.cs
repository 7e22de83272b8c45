namespace SparsePlugins.Plugins;

/// <summary>A plugin's new build in place of the old one.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="OldSha256">Of the assembly, or the source text, that was used before; of all its files, if only what lies beside it changed.</param>
/// <param name="NewSha256">Of the one that is used now, likewise.</param>
public sealed record PluginSwap(string Name, string OldSha256, string NewSha256)
{
    internal static PluginSwap Create(LoadedPlugin old, LoadedPlugin now) =>
        old.Sha256 == now.Sha256
            ? new PluginSwap(now.Name, old.Content.Digest, now.Content.Digest)
            : new PluginSwap(now.Name, old.Sha256, now.Sha256);
}
