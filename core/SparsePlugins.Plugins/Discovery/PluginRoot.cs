using SparsePlugins.Specs;

namespace SparsePlugins.Plugins;

/// <summary>A folder or file where plugins are looked for.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="StatedBy">Where the manifest names it; null if it doesn't.</param>
public sealed record PluginRoot(string Path, StatedPlugin? StatedBy = null)
{
    /// <summary>The plugins that are there now; none where there is nothing any more, or nothing that may be read.</summary>
    public IReadOnlyList<PluginPlace> Find() => Try(() => PluginPlace.Find(Path), []);

    /// <summary>Why there is no plugin, if there is none.</summary>
    public RefusedPlugin? Refusal() =>
        Try(() => PluginPath.Problem(Path), null) is { } reason
            ? new RefusedPlugin(new PluginPlace(Path), reason) { StatedBy = StatedBy }
            : null;

    private static T Try<T>(Func<T> look, T otherwise)
    {
        try
        {
            return look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}
