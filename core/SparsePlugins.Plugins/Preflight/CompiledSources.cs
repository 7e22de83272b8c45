using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text.Json;
using SparsePlugins.Storage;

namespace SparsePlugins.Plugins;

/// <summary>Compiles source files, and keeps what came out between starts under the hash of all that goes in.</summary>
internal static class CompiledSources
{
    private const string Compiler = "Microsoft.CodeAnalysis.CSharp";

    private static readonly UserCache Cache = UserCache.OfUser("compiled");

    /// <summary>The builds of the compiler, of this code, of the runtime, and of what plugins are compiled against.</summary>
    private static readonly Lazy<string> Builds = new(() =>
        string.Join(
            '\n',
            HostAssemblies
                .Lent.OrderBy(assembly => assembly.Key, StringComparer.Ordinal)
                .Select(assembly => $"{assembly.Key} {BuildOf(assembly.Value)}")
                .Prepend($"runtime {typeof(object).Module.ModuleVersionId} {Environment.Version}")
                .Prepend($"host {typeof(CompiledSources).Module.ModuleVersionId}")
                .Prepend($"compiler {BuildOf(HostAssemblies.PathOf(Compiler))}")
        )
    );

    /// <summary>Compiles a file, or recalls what it was compiled to. Errors are not kept.</summary>
    /// <param name="name">The file's name, for errors and stack traces.</param>
    /// <param name="text">Its bytes, UTF-8.</param>
    public static CompiledSource Compile(string name, byte[] text)
    {
        var key = $"{Builds.Value}\n{name}\n{Convert.ToHexStringLower(SHA256.HashData(text))}";
        if (Cache.TryRead(key) is { } kept && JsonSerializer.Deserialize<CompiledSource>(kept) is { } recalled)
        {
            return recalled;
        }

        var compiled = SourceCompiler.Compile(name, text);
        if (compiled.Errors.Count == 0)
        {
            Cache.Keep(key, JsonSerializer.SerializeToUtf8Bytes(compiled));
        }

        return compiled;
    }

    private static Guid BuildOf(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
