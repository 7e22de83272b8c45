namespace SparsePlugins.Plugins;

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
    /// <summary>All is as it was.</summary>
    public static readonly PluginChange Nothing = new([], [], [], [], []);

    /// <summary>Whether other code is used than before.</summary>
    public bool ChangesPlugins => Swapped.Count + Added.Count + Removed.Count > 0;

    /// <summary>What changed from one look to the next.</summary>
    internal static PluginChange Between(Dictionary<PluginPlace, SeenPlugin> before, IReadOnlyList<SeenPlugin> after)
    {
        var pairs = after.Select(seen => (Old: before.GetValueOrDefault(seen.Place)?.Plugin, New: seen.Plugin)).ToArray();
        var (used, kept) = (SeenPlugin.PluginsOf(before.Values), SeenPlugin.PluginsOf(after));
        return new PluginChange(
            [
                .. pairs
                    .Where(pair => pair is { Old: not null, New: not null } && pair.Old != pair.New)
                    .Distinct()
                    .Select(pair => PluginSwap.Create(pair.Old!, pair.New!)),
            ],
            [
                .. kept.Except(used)
                    .Except(pairs.Where(pair => pair.Old is not null).Select(pair => pair.New))
                    .Select(plugin => plugin!.Name),
            ],
            [
                .. used.Except(kept)
                    .Except(pairs.Where(pair => pair.New is not null).Select(pair => pair.Old))
                    .Select(plugin => plugin!.Name),
            ],
            [
                .. after
                    .Select(seen => seen.Refusal)
                    .OfType<RefusedPlugin>()
                    .Except(before.Values.Select(seen => seen.Refusal).OfType<RefusedPlugin>()),
            ],
            [.. after.Where(seen => IsBack(before.GetValueOrDefault(seen.Place), seen)).Select(seen => seen.Plugin!.Name)]
        );
    }

    private static bool IsBack(SeenPlugin? before, SeenPlugin now) =>
        before?.Refusal is not null && now is { Refusal: null, Plugin: not null } && now.Plugin == before.Plugin;
}
