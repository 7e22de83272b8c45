namespace SparsePlugins.Plugins;

/// <summary>What the file system says of a plugin's files, without reading them.</summary>
/// <param name="Text">Names, lengths and times.</param>
/// <param name="IsFresh">A file was written so recently that another write could leave the same time: only the content can tell.</param>
internal readonly record struct PluginStamp(string Text, bool IsFresh)
{
    /// <summary>Writes closer together than this may have the same time.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(100);

    /// <summary>Of files that can't be looked at: like no other.</summary>
    public static readonly PluginStamp Unknown = new("", IsFresh: true);
}
