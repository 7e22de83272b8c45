using System.Reflection;
using System.Runtime.Loader;

namespace SparsePlugins.Plugins;

/// <summary>The assemblies that a plugin brings along.</summary>
/// <param name="copy">The folder that its files are loaded from.</param>
internal sealed class OwnAssemblies(PluginPlace copy)
{
    private const string Neutral = "neutral";

    private readonly AssemblyDependencyResolver _listed = new(copy.AssemblyPath);

    /// <summary>The file for a name, as the list of dependencies says, or else beside the plugin's assembly; null where it is not the plugin's.</summary>
    public string? Find(AssemblyName name)
    {
        if (HostAssemblies.Shared.Contains(name.Name!))
        {
            return null;
        }

        var culture = name.CultureName is null or "" or Neutral ? "" : name.CultureName;
        var listed = _listed.ResolveAssemblyToPath(name);
        var beside = Path.Combine(copy.Path, culture, name.Name + ".dll");
        return listed is not null && IsInside(listed) ? listed
            : File.Exists(beside) ? beside
            : null;
    }

    /// <summary>A path outside of the copy is no part of the plugin.</summary>
    private bool IsInside(string path) => path.StartsWith(copy.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
