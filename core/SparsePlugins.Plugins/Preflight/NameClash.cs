using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Plugins;

/// <summary>Two components with one name.</summary>
/// <param name="First">Of the plugin that was found first.</param>
/// <param name="Second">The other.</param>
internal sealed record NameClash(Component First, Component Second)
{
    /// <summary>The first clash among plugins, or null.</summary>
    public static NameClash? Find(IEnumerable<LoadedPlugin> plugins)
    {
        var taken = new List<Component>();
        foreach (var component in plugins.SelectMany(plugin => plugin.Components))
        {
            if (taken.Find(component.HasNameOf) is { } first)
            {
                return new NameClash(first, component);
            }

            taken.Add(component);
        }

        return null;
    }

    /// <summary>Why the plugin of one of the two is refused.</summary>
    public string Reason(LoadedPlugin refused)
    {
        var (own, other) = Second.Plugin == refused ? (Second, First) : (First, Second);
        return $"its {own} has the name of one in {other.Plugin.Place}; "
            + (
                own.Plugin.Name == other.Plugin.Name
                    ? "they are two builds of one plugin: name only one of them"
                    : "use only one of the two, or give one another name in its [Component]"
            );
    }
}
