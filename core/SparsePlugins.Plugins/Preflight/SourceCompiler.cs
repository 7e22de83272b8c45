using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace SparsePlugins.Plugins;

/// <summary>Compiles a source file as a project of the SDK would: against the runtime, Contracts, Formats and TorchSharp, nullable, deterministic.</summary>
/// <remarks>
/// Not optimized: optimized code shares one place for all bounds checks of a method, and stack traces would name lines that did not throw.
/// The only place that knows the compiler, which is loaded when it is first called and not before.
/// </remarks>
internal static class SourceCompiler
{
    private const int MostErrors = 10;

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Parse);

    /// <summary>Everything that is the same for every file. Holding it keeps what was read of the references.</summary>
    private static readonly CSharpCompilation Basis = CSharpCompilation.Create(
        "Basis",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing)],
        HostAssemblies.Framework.Values.Concat(HostAssemblies.Lent.Values).Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Debug,
            nullableContextOptions: NullableContextOptions.Enable,
            deterministic: true,
            concurrentBuild: false
        )
    );

    /// <summary>Compiles a file in memory.</summary>
    /// <param name="name">The file's name, for errors and stack traces.</param>
    /// <param name="text">Its bytes, UTF-8.</param>
    public static CompiledSource Compile(string name, byte[] text)
    {
        var tree = CSharpSyntaxTree.ParseText(SourceText.From(text, text.Length, Encoding.UTF8), Parsing, name);
        var compilation = Basis.WithAssemblyName("SourcePlugin." + Path.GetFileNameWithoutExtension(name)).AddSyntaxTrees(tree);
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = compilation.Emit(
            image,
            xmlDocumentationStream: documentation,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded)
        );
        return result.Success
            ? new CompiledSource(image.ToArray(), documentation.ToArray(), ErrorsOf(SourceFileRules.Breaches(compilation, tree)))
            : new CompiledSource([], [], ErrorsOf(result.Diagnostics));
    }

    private static IReadOnlyList<string> ErrorsOf(IEnumerable<Diagnostic> diagnostics) =>
        [
            .. diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .Take(MostErrors)
                .Select(diagnostic =>
                    CSharpDiagnosticFormatter.Instance.Format(diagnostic, CultureInfo.InvariantCulture).ReplaceLineEndings(" ")
                ),
        ];
}
