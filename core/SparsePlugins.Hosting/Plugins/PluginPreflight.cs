using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SparsePlugins.Contracts;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>Reads a plugin's metadata, without loading it, and says in a sentence why it can't be loaded.</summary>
internal static class PluginPreflight
{
    private static readonly AssemblyName Offered = typeof(ComponentAttribute).Assembly.GetName();

    /// <summary>Why the plugin is refused, or <see langword="null"/>.</summary>
    public static string? Refusal(PluginPlace folder)
    {
        if (!File.Exists(folder.AssemblyPath))
        {
            return $"it holds no {folder.Name}.dll; a plugin folder has the name of its assembly";
        }

        try
        {
            using var file = File.OpenRead(folder.AssemblyPath);
            using var image = new PEReader(file);
            return image.HasMetadata ? ContractsRefusal(image.GetMetadataReader()) : NotAnAssembly(folder);
        }
        catch (BadImageFormatException)
        {
            return NotAnAssembly(folder);
        }
    }

    private static string NotAnAssembly(PluginPlace folder) =>
        $"{folder.Name}.dll is not a .NET assembly, or is damaged; build it again and copy the whole folder";

    private static string? ContractsRefusal(MetadataReader metadata)
    {
        var wanted = metadata
            .AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())
            .FirstOrDefault(reference => reference.Name == Offered.Name);
        return wanted switch
        {
            null => $"it does not refer to {Offered.Name}, so it holds no component",
            { Version: var version } when version == Offered.Version => null,
            { Version: var version } =>
                $"it was built against {Offered.Name} {version} and this host offers {Offered.Version}; build it again against {Offered.Version}",
        };
    }
}
