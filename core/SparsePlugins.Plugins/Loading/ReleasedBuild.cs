using System.Reflection;
using System.Runtime.Loader;

namespace SparsePlugins.Plugins;

/// <summary>A build that nobody uses any more.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Context">Its load context: alive as long as something refers to the build.</param>
/// <param name="Suspects">What it refers to and what is known to keep builds, in words.</param>
public sealed record ReleasedBuild(string Plugin, WeakReference Context, IReadOnlyList<string> Suspects)
{
    private static readonly (string Reference, string Words)[] Known =
    [
        ("System.Text.Json", "System.Text.Json, which keeps every type that it has serialized"),
        ("Newtonsoft.Json", "Newtonsoft.Json, which keeps every type that it has serialized"),
        ("Microsoft.CSharp", "`dynamic`, whose call sites are kept"),
        ("System.ComponentModel.TypeConverter", "TypeDescriptor, which keeps every type that it has described"),
    ];

    /// <summary>Describes a build that is about to be unloaded.</summary>
    public static ReleasedBuild Create(string plugin, Assembly assembly)
    {
        var references = assembly.GetReferencedAssemblies().Select(reference => reference.Name).ToHashSet();
        return new ReleasedBuild(
            plugin,
            new WeakReference(AssemblyLoadContext.GetLoadContext(assembly)),
            [.. Known.Where(known => references.Contains(known.Reference)).Select(known => known.Words)]
        );
    }
}
