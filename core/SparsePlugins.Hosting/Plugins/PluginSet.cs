using SparsePlugins.Hosting.Components;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>A plugin folder that could not be used.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Reason">A sentence: the cause and the cure.</param>
public sealed record RefusedPlugin(PluginFolder Folder, string Reason)
{
    /// <summary>The sentence with the folder.</summary>
    public override string ToString() => $"{Folder.Path}: not loaded: {Reason}";
}

/// <summary>Every plugin that was found, loaded, and what they offer together.</summary>
public sealed class PluginSet : IDisposable
{
    private readonly ShadowCopy _shadows = new();
    private readonly List<LoadedPlugin> _plugins = [];
    private readonly List<RefusedPlugin> _refused = [];

    private PluginSet(IReadOnlyList<string> roots) => Roots = roots;

    /// <summary>The folders that were searched.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>The plugins, in the order found.</summary>
    public IReadOnlyList<LoadedPlugin> Plugins => _plugins;

    /// <summary>Folders that hold no usable plugin.</summary>
    public IReadOnlyList<RefusedPlugin> Refused => _refused;

    /// <summary>Every component, by kind and name.</summary>
    public IReadOnlyList<Component> Components =>
        [
            .. _plugins
                .SelectMany(plugin => plugin.Components)
                .OrderBy(component => component.Schema.Kind)
                .ThenBy(component => component.Schema.Name, StringComparer.Ordinal),
        ];

    /// <summary>What planning needs to know of them.</summary>
    public Catalog Catalog => new([.. Components.Select(component => component.Schema)]);

    /// <summary>Loads the plugins beside the host and in the given folders.</summary>
    /// <param name="extraRoots">Folders of <c>--plugins</c>.</param>
    /// <exception cref="DirectoryNotFoundException">One of them doesn't exist.</exception>
    public static PluginSet Load(IEnumerable<string> extraRoots)
    {
        var beside = Directory.Exists(PluginFolder.BesideHost) ? [PluginFolder.BesideHost] : Array.Empty<string>();
        var set = new PluginSet([.. beside, .. extraRoots.Select(Path.GetFullPath)]);
        try
        {
            foreach (var root in set.Roots)
            {
                set.AddAll(root);
            }

            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>The component that a manifest asks for.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name; planning has checked that it is there.</param>
    public Component Find(ComponentKind kind, string name) =>
        Components.Single(component => component.Schema.Kind.Equals(kind) && component.Schema.Name == name);

    /// <summary>Unloads the plugins and deletes their copies.</summary>
    public void Dispose()
    {
        _plugins.ForEach(plugin => plugin.Dispose());
        _shadows.Dispose();
    }

    private void AddAll(string root)
    {
        var folders = PluginFolder.Find(root);
        foreach (var folder in folders)
        {
            Add(folder);
        }

        if (
            folders.Count == 0
            || (Directory.GetFiles(root, "*.dll").Length > 0 && !folders.Any(folder => File.Exists(folder.AssemblyPath)))
        )
        {
            _refused.Add(
                new RefusedPlugin(
                    new PluginFolder(root),
                    "it holds no plugin; a plugin is a folder with the name of its assembly, NAME/NAME.dll"
                )
            );
        }
    }

    private void Add(PluginFolder folder)
    {
        var refusal = PluginPreflight.Refusal(folder) ?? Load(folder);
        if (refusal is not null)
        {
            _refused.Add(new RefusedPlugin(folder, refusal));
        }
    }

    private string? Load(PluginFolder folder)
    {
        try
        {
            var plugin = new LoadedPlugin(folder, _shadows.Add(folder));
            if (Clash(plugin) is not { } clash)
            {
                _plugins.Add(plugin);
                return null;
            }

            plugin.Dispose();
            return clash;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.Message;
        }
    }

    private string? Clash(LoadedPlugin plugin)
    {
        foreach (var component in plugin.Components)
        {
            var twin = _plugins
                .Append(plugin)
                .SelectMany(other => other.Components)
                .FirstOrDefault(other => other != component && component.HasNameOf(other));
            if (twin is not null)
            {
                return $"its {component} has the name of one in {twin.Plugin.Folder.Path}; give one of the two another name in its [Component]";
            }
        }

        return null;
    }
}
