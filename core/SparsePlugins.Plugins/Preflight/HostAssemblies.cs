using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Plugins;

/// <summary>The assemblies that plugins get from the host, by name: where their files are.</summary>
internal static class HostAssemblies
{
    /// <summary>Contracts, whose version decides whether a plugin fits.</summary>
    public static readonly AssemblyName Contracts = typeof(ComponentAttribute).Assembly.GetName();

    /// <summary>What plugins are offered of SparsePlugins: Contracts and Formats.</summary>
    public static readonly IReadOnlyList<AssemblyName> Offered = [Contracts, typeof(SafetensorsHeader).Assembly.GetName()];

    private static readonly Lazy<Dictionary<string, string>> All = new(() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path)!, StringComparer.OrdinalIgnoreCase)
    );

    private static readonly Lazy<IReadOnlyDictionary<string, string>> OfFramework = new(() =>
        All.Value.Where(assembly => RuntimeAssemblies.Contains(assembly.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase)
    );

    private static readonly Lazy<IReadOnlyDictionary<string, string>> WithReferences = new(FindShared);

    private static readonly Lazy<IReadOnlyDictionary<string, string>> OfContracts = new(() =>
        WithReferences.Value.Where(assembly => !Framework.ContainsKey(assembly.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase)
    );

    private static readonly Lazy<IReadOnlySet<string>> SharedNames = new(() =>
        WithReferences.Value.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase)
    );

    /// <summary>The .NET runtime's own.</summary>
    public static IReadOnlyDictionary<string, string> Framework => OfFramework.Value;

    /// <summary>Contracts, Formats and, outside the framework, all that they refer to: TorchSharp and what that needs.</summary>
    public static IReadOnlyDictionary<string, string> Lent => OfContracts.Value;

    /// <summary>The names of Contracts, of Formats and of all that they refer to, the framework's included: types that both sides see are one type.</summary>
    public static IReadOnlySet<string> Shared => SharedNames.Value;

    /// <summary>Whether the host has an assembly, be it only for itself.</summary>
    public static bool Has(string name) => All.Value.ContainsKey(name);

    /// <summary>The file of an assembly that the host has.</summary>
    public static string PathOf(string name) => All.Value[name];

    /// <summary>The AssemblyVersion of a file, read without loading it; null if it is no assembly.</summary>
    public static Version? VersionOf(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path).Version;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> FindShared()
    {
        var shared = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(Offered.Select(offered => offered.Name!));
        while (open.TryPop(out var name))
        {
            if (All.Value.TryGetValue(name, out var path) && shared.TryAdd(name, path))
            {
                ReferencesOf(path).ToList().ForEach(open.Push);
            }
        }

        return shared;
    }

    private static IReadOnlyList<string> ReferencesOf(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
