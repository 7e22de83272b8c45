using System.Reflection;
using System.Text.Json;

namespace SparsePlugins.Plugins;

/// <summary>Reads a plugin's metadata, without loading it, and says in a sentence why it can't be loaded.</summary>
internal static class PluginPreflight
{
    private const string FSharp = "FSharp.Core";

    private static readonly AssemblyName Offered = HostAssemblies.Contracts;

    /// <summary>Why the plugin is refused, or <see langword="null"/>.</summary>
    public static string? Refusal(PluginPlace folder)
    {
        try
        {
            using var plugin = AssemblyImage.Open(folder.AssemblyPath, out var refusal);
            return refusal
                ?? NameRefusal(folder, plugin!)
                ?? ContractsRefusal(plugin!)
                ?? ListRefusal(folder)
                ?? Walk(folder, plugin!)
                ?? ProcessPlaces.Refusal(plugin!);
        }
        catch (Exception error) when (error is not (IOException or OutOfMemoryException))
        {
            return $"its metadata is damaged ({error.Message.Split('\n')[0]}); build it again and copy the whole folder"; // Readers of damaged tables fail in many ways.
        }
    }

    private static string? NameRefusal(PluginPlace folder, AssemblyImage plugin) =>
        plugin.Name.Name == folder.Name
            ? null
            : $"{folder.Name}.dll holds the assembly {plugin.Name.Name}; a plugin's folder, file and assembly have one name";

    private static string? ContractsRefusal(AssemblyImage plugin)
    {
        var wanted = plugin.References.FirstOrDefault(reference => reference.Name == Offered.Name)?.Version;
        return wanted is null ? $"it does not refer to {Offered.Name}, so it holds no component"
            : wanted > Offered.Version
                ? $"it was built against {Offered.Name} {wanted}, which is newer than this host's {Offered.Version}; update SparsePlugins, or build the plugin against {Offered.Version}"
            : wanted < Offered.Version
                ? $"it was built against {Offered.Name} {wanted}, which is older than this host's {Offered.Version}; build it again against {Offered.Version}"
            : null;
    }

    /// <summary>The loader reads the list of dependencies that the SDK writes.</summary>
    private static string? ListRefusal(PluginPlace folder)
    {
        var path = Path.ChangeExtension(folder.AssemblyPath, ".deps.json");
        try
        {
            using var list = File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
            return null;
        }
        catch (JsonException)
        {
            return $"{Path.GetFileName(path)} is damaged; build it again and copy the whole folder";
        }
    }

    /// <summary>Follows the references through the plugin's folder.</summary>
    private static string? Walk(PluginPlace folder, AssemblyImage plugin)
    {
        var own = PluginContent
            .FilesOf(folder)
            .Where(IsAssembly)
            .DistinctBy(Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(Name, StringComparer.OrdinalIgnoreCase);
        var left = new Queue<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { folder.Name };
        var refusal = Check(plugin, isPlugin: true, own, left);
        while (refusal is null && left.TryDequeue(out var name))
        {
            if (seen.Add(name))
            {
                using var dependency = AssemblyImage.Open(own[name], out refusal);
                refusal ??= Check(dependency!, isPlugin: false, own, left);
            }
        }

        return refusal;
    }

    private static string? Check(AssemblyImage assembly, bool isPlugin, Dictionary<string, string> own, Queue<string> left)
    {
        own.Keys.Intersect(assembly.References.Select(reference => reference.Name!), StringComparer.OrdinalIgnoreCase)
            .Except(HostAssemblies.Lent.Keys, StringComparer.OrdinalIgnoreCase)
            .ToList()
            .ForEach(left.Enqueue);
        return assembly
                .References.Select(reference => ReferenceRefusal(assembly, reference, isPlugin, own))
                .FirstOrDefault(refusal => refusal is not null)
            ?? HostMembers.Refusal(assembly);
    }

    /// <summary>What Contracts brings is the host's, always; then comes the plugin's folder, then the framework.</summary>
    private static string? ReferenceRefusal(AssemblyImage assembly, AssemblyName reference, bool isPlugin, Dictionary<string, string> own)
    {
        var name = reference.Name!;
        return HostAssemblies.Lent.TryGetValue(name, out var path)
            || own.TryGetValue(name, out path)
            || HostAssemblies.Framework.TryGetValue(name, out path)
                ? VersionRefusal(assembly, reference, path)
            : isPlugin || HostAssemblies.Has(name) ? Missing(assembly, reference)
            : null; // Parts of a library that are never used may refer to anything.
    }

    private static string? VersionRefusal(AssemblyImage assembly, AssemblyName reference, string path)
    {
        if (HostAssemblies.VersionOf(path) is not { } offered)
        {
            return $"{Path.GetFileName(path)} is not a .NET assembly, or is damaged; build it again and copy the whole folder";
        }

        return reference.Version <= offered
            ? null
            : $"{assembly.FileName} was built against {reference.Name} {reference.Version} and would get {offered}; build it against that version, or update what has it";
    }

    /// <summary>Where the host happens to have an assembly of the name for itself, the plugin would get that, of whatever version.</summary>
    private static string Missing(AssemblyImage assembly, AssemblyName reference) =>
        $"{assembly.FileName} refers to {reference.Name} {reference.Version}, and its folder holds no {reference.Name}.dll; "
        + (
            reference.Name == FSharp
                ? "add <PackageReference Include=\"FSharp.Core\" /> to the project, build it again and copy the whole folder"
                : "build it with <EnableDynamicLoading>true</EnableDynamicLoading> and copy the whole folder"
        );

    private static bool IsAssembly(string path) => Path.GetExtension(path) == ".dll";

    private static string Name(string path) => Path.GetFileNameWithoutExtension(path);
}
