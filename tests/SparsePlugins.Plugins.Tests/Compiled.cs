using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Compiles small assemblies, so that what a test loads is a real one.</summary>
internal static class Compiled
{
    private static readonly MetadataReference[] Runtime =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(':')
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly MetadataReference[] Lent =
    [
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "SparsePlugins.Contracts.dll")),
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")),
    ];

    /// <summary>An assembly against this host's Contracts and TorchSharp.</summary>
    public static byte[] Plugin(string name, string text, Platform platform = Platform.AnyCpu) => Assembly(name, text, platform, Lent);

    /// <summary>An assembly against other assemblies.</summary>
    public static byte[] Against(string name, string text, params byte[][] references) =>
        Assembly(name, text, Platform.AnyCpu, [.. references.Select(image => MetadataReference.CreateFromImage(image))]);

    private static byte[] Assembly(string name, string text, Platform platform, MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(text)],
            [.. Runtime, .. references],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                platform: platform,
                deterministic: true
            )
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success ? image.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
