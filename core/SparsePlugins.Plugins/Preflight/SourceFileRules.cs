using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparsePlugins.Plugins;

/// <summary>What compiles in a source file and yet makes wrong results, as errors with their places.</summary>
/// <remarks>
/// A source file is loaded from memory: it has no place of its own, and only its text and its options are in a run's id. What it reads from anywhere
/// else would give two results under one id. Paths that are made while it runs can't be known here.
/// </remarks>
internal static class SourceFileRules
{
    private const string Option = "a file that is read is an option with [InputPath]";

    /// <summary>The breaches in a file, in their order.</summary>
    /// <param name="compilation">One without errors.</param>
    /// <param name="file">Of the compilation.</param>
    public static IReadOnlyList<Diagnostic> Breaches(CSharpCompilation compilation, SyntaxTree file)
    {
        var model = compilation.GetSemanticModel(file);
        return
        [
            .. file.GetRoot()
                .DescendantNodes(node => !IsNameOf(node))
                .Select(node => Breach(node, model))
                .OfType<Diagnostic>()
                .DistinctBy(breach => breach.Location),
        ];
    }

    private static Diagnostic? Breach(SyntaxNode node, SemanticModel model) =>
        node switch
        {
            SimpleNameSyntax name when FilePlaces.NameOf(model.GetSymbolInfo(name).Symbol) is { } place => Error(
                "SP0001",
                name,
                $"{place} leads to files that are not in a run's id; {Option}"
            ),
            BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax => OfCall(node, model),
            _ => null,
        };

    private static Diagnostic? OfCall(SyntaxNode call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || Arguments(call) is not { Count: > 0 } arguments)
        {
            return null;
        }

        return FilePlaces.IsReading(method) && FilePlaces.IsFixed(PathOf(arguments, method).Expression, model)
                ? Error(
                    "SP0002",
                    PathOf(arguments, method),
                    $"{FilePlaces.Short(method)} reads a file of a fixed name, which is not in a run's id; {Option}"
                )
            : IsBareZero(method, arguments[0])
                ? Error(
                    "SP0003",
                    arguments[0],
                    $"the bare 0 of {method.Name}(0) is taken for a type and gives the total as a byte; write {method.Name}(dim: 0)"
                )
            : null;
    }

    /// <summary>The argument of the first parameter, wherever it is written.</summary>
    private static ArgumentSyntax PathOf(IReadOnlyList<ArgumentSyntax> arguments, IMethodSymbol method) =>
        arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.Text == method.Parameters[0].Name) ?? arguments[0];

    /// <summary>The constant 0 converts to every enum, and the overload with a type wins over the one with a dimension.</summary>
    private static bool IsBareZero(IMethodSymbol method, ArgumentSyntax argument) =>
        argument is { NameColon: null, Expression: LiteralExpressionSyntax literal }
        && literal.IsKind(SyntaxKind.NumericLiteralExpression)
        && method.Parameters is [var first, ..]
        && first.Type.ToDisplayString().TrimEnd('?') == "TorchSharp.torch.ScalarType";

    private static IReadOnlyList<ArgumentSyntax>? Arguments(SyntaxNode call) =>
        call switch
        {
            InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments,
            _ => null,
        };

    private static bool IsNameOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } };

    private static Diagnostic Error(string id, SyntaxNode place, string sentence) =>
        Diagnostic.Create(
            id,
            category: "SparsePlugins",
            message: sentence,
            severity: DiagnosticSeverity.Error,
            defaultSeverity: DiagnosticSeverity.Error,
            isEnabledByDefault: true,
            warningLevel: 0,
            location: place.GetLocation()
        );
}
