using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The plugins that a path means, loaded beside those of the host.</summary>
internal sealed class PluginUnderTest : IDisposable
{
    private readonly string _path;
    private readonly HashSet<PluginPlace> _meant;

    private PluginUnderTest(string path)
    {
        (_path, _meant) = (path, [.. PluginPlace.Find(path)]);
        Plugins = PluginSet.Load(IsShipped(path) ? [] : [path]);
    }

    /// <summary>Everything that is loaded.</summary>
    public PluginSet Plugins { get; }

    /// <summary>The components to check, by kind and name.</summary>
    public IReadOnlyList<Component> Components => [.. Plugins.Components.Where(component => component.Plugin.Places.Any(_meant.Contains))];

    /// <summary>Why a plugin was not loaded, in a sentence each.</summary>
    public IReadOnlyList<string> Refused =>
        [
            .. Plugins
                .Refused.Where(refused => _meant.Contains(refused.Place) || refused.Place.Path == _path)
                .Select(refused => string.Join("\n  ", refused.Errors.Prepend(refused.Reason))),
        ];

    /// <summary>What is no fault and should be known, in a sentence each.</summary>
    public IReadOnlyList<string> Notes => [.. _meant.Select(NotUsed).OfType<string>()];

    /// <summary>Loads what a path means.</summary>
    /// <param name="typed">A plugin's folder, a folder of plugins, a plugin's .dll, or a .cs file.</param>
    /// <exception cref="UserException">It is none of them.</exception>
    public static PluginUnderTest Open(string typed)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed));
        return PluginPath.Problem(path) is { } problem
            ? throw new UserException(ExitCode.Usage, $"'{typed}': {problem}")
            : new PluginUnderTest(path);
    }

    public void Dispose() => Plugins.Dispose();

    private static string? NotUsed(PluginPlace place)
    {
        var files = place.NotUsed();
        return files.Count == 0
            ? null
            : $"{string.Join(", ", files)} in {place.Path} {(files.Count == 1 ? "is" : "are")} not used: the host lends its own; "
                + "add ExcludeAssets=\"runtime;native\" to the reference that brings it (SparsePlugins.Contracts brings TorchSharp)";
    }

    private static bool IsShipped(string path) =>
        path == PluginPlace.BesideHost || path.StartsWith(PluginPlace.BesideHost + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
