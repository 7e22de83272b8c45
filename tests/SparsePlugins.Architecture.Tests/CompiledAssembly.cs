using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SparsePlugins.Architecture.Tests;

/// <summary>What a built assembly refers to, read from its metadata without loading it.</summary>
internal sealed class CompiledAssembly
{
    /// <param name="project">A project in <c>core/</c> or <c>plugins/</c>.</param>
    internal CompiledAssembly(ProjectFile project)
    {
        OutputFolder = Path.Combine(Path.GetDirectoryName(Checkout.FullPath(project.Path))!, "bin", Repository.Configuration, "net10.0");
        using var file = File.OpenRead(Path.Combine(OutputFolder, project.Name + ".dll"));
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        Assemblies = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Types = [.. metadata.TypeReferences.Select(handle => FullName(metadata, metadata.GetTypeReference(handle)))];
    }

    internal string OutputFolder { get; }

    /// <summary>Names of assemblies.</summary>
    internal IReadOnlyList<string> Assemblies { get; }

    /// <summary>Full names of types of other assemblies.</summary>
    internal IReadOnlyList<string> Types { get; }

    /// <summary>Assemblies that .NET itself does not bring.</summary>
    internal IEnumerable<string> Foreign =>
        Assemblies.Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("netstandard" or "mscorlib"));

    private static string FullName(MetadataReader metadata, TypeReference type) =>
        $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
