using SparsePlugins.Specs;

namespace SparsePlugins.Plugins;

/// <summary>Why a plugin is not used.</summary>
public enum RefusalCause
{
    /// <summary>It can't be loaded.</summary>
    Broken,

    /// <summary>Its content is not what the lock file says.</summary>
    Changed,

    /// <summary>The lock file doesn't list it.</summary>
    Unlisted,
}

/// <summary>A plugin, or a new build of one, that could not be used.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Reason">A sentence: the cause and the fix.</param>
public sealed record RefusedPlugin(PluginPlace Place, string Reason)
{
    /// <summary>Why.</summary>
    public RefusalCause Cause { get; init; } = RefusalCause.Broken;

    /// <summary>What the compiler says of a source file, an error a line.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The build that was loaded before stays in use.</summary>
    public bool OldBuildStays { get; init; }

    /// <summary>Where the manifest names it; null if it doesn't.</summary>
    public StatedPlugin? StatedBy { get; init; }

    /// <summary>Whether its text or its metadata have a name in them; nothing is loaded.</summary>
    /// <param name="name">For instance a component's.</param>
    public bool Mentions(string name)
    {
        var path = Place.IsSource ? Place.Path : Place.AssemblyPath;
        return File.Exists(path) && File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(name)) >= 0;
    }

    /// <summary>The sentence with the path, then the compiler's errors.</summary>
    public override string ToString() =>
        string.Join("\n  ", Errors.Prepend($"{Place}: not loaded: {Reason}{(OldBuildStays ? " (the build before stays in use)" : "")}"));
}
