using SparsePlugins.Specs;

namespace SparsePlugins.Plugins;

/// <summary>A plugin on disk as it was when last looked at, and what is used of it.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="StatedBy">Where the manifest names it; null if it doesn't.</param>
/// <param name="Stamp">What the file system said.</param>
/// <param name="Digest">What the files held.</param>
/// <param name="Plugin">The build in use; null if there is none.</param>
/// <param name="Refusal">Why what the files held is not in use; null if it is.</param>
internal sealed record SeenPlugin(
    PluginPlace Place,
    StatedPlugin? StatedBy,
    PluginStamp Stamp,
    string Digest,
    LoadedPlugin? Plugin = null,
    RefusedPlugin? Refusal = null
)
{
    private const string Nothing = "nothing that can be read";

    /// <summary>Looks at a plugin without reading it.</summary>
    public static SeenPlugin Glance(PluginPlace place, StatedPlugin? statedBy) => new(place, statedBy, TryStamp(place), Digest: "");

    /// <summary>The same look, with what the files hold.</summary>
    public SeenPlugin Read() => this with { Digest = TryDigest(Place) };

    /// <summary>Whether there was a plugin.</summary>
    public bool IsThere => Digest != Nothing;

    /// <summary>Whether the file system, or where that can't tell the content, says that another build is there now.</summary>
    public bool DiffersFrom(SeenPlugin now) =>
        now.Stamp.Text != Stamp.Text || (Stamp.IsFresh && now.Stamp.IsFresh && now.Read().Digest != Digest);

    /// <summary>The same plugin by this path, if one of others is it; otherwise null.</summary>
    public SeenPlugin? SameAsOneOf(IReadOnlyList<SeenPlugin> others)
    {
        var possible = others.Where(other => other.Plugin is not null && IsLike(other.Place)).ToArray();
        var read = possible.Length > 0 && Digest.Length == 0 ? Read() : this;
        if (possible.FirstOrDefault(other => other.Plugin!.Content.Digest == read.Digest)?.Plugin is not { } plugin)
        {
            return null;
        }

        plugin.FoundBy(Place);
        plugin.IsStated |= StatedBy is not null;
        return read with { Plugin = plugin };
    }

    /// <summary>The builds in use, each once.</summary>
    public static IReadOnlyList<LoadedPlugin> PluginsOf(IEnumerable<SeenPlugin> seen) =>
        [.. seen.Select(one => one.Plugin).OfType<LoadedPlugin>().Distinct()];

    /// <summary>A source file may have any name, a folder that of its assembly.</summary>
    private bool IsLike(PluginPlace other) => Place.IsSource == other.IsSource && (Place.IsSource || Place.Name == other.Name);

    private static PluginStamp TryStamp(PluginPlace place)
    {
        try
        {
            return Exists(place) ? PluginContent.StampOf(place) : new PluginStamp(Nothing, IsFresh: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return PluginStamp.Unknown;
        }
    }

    private static string TryDigest(PluginPlace place)
    {
        try
        {
            return Exists(place) ? PluginContent.Read(place).Digest : Nothing;
        }
        catch (UnauthorizedAccessException)
        {
            return Nothing;
        }
        catch (IOException)
        {
            return Guid.NewGuid().ToString(); // Somebody is writing: no two looks are the same.
        }
    }

    private static bool Exists(PluginPlace place) => place.IsSource ? File.Exists(place.Path) : File.Exists(place.AssemblyPath);
}
