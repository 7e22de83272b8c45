using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparsePlugins.Plugins;

/// <summary>Which members of the framework lead to files that a plugin did not get as options.</summary>
internal static class FilePlaces
{
    /// <summary>Where code was loaded from or compiled; a source file, which is loaded from memory, has no such place.</summary>
    private static readonly IReadOnlySet<string> OfCode = new HashSet<string>
    {
        "System.Reflection.Assembly.Location",
        "System.Reflection.Assembly.CodeBase",
        "System.Reflection.Assembly.EscapedCodeBase",
        "System.Reflection.Assembly.GetFile",
        "System.Reflection.Assembly.GetFiles",
        "System.Reflection.Module.FullyQualifiedName",
        "System.Diagnostics.StackFrame.GetFileName",
        "System.Runtime.CompilerServices.CallerFilePathAttribute",
    };

    private static readonly string[] ReadingTypes =
    [
        "System.IO.StreamReader",
        "System.IO.FileStream",
        "System.IO.FileInfo",
        "System.IO.DirectoryInfo",
    ];

    private static readonly string[] ReadingMethods =
    [
        "System.IO.File.Open",
        "System.IO.File.Read",
        "System.IO.File.Exists",
        "System.IO.Directory.Get",
        "System.IO.Directory.Enumerate",
        "System.IO.Directory.Exists",
        "System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile",
        "System.Xml.Linq.XDocument.Load",
        "System.Xml.Linq.XElement.Load",
        "System.Reflection.Assembly.LoadF",
        "TorchSharp.torch.load",
        "TorchSharp.torch.Tensor.load",
        "TorchSharp.torch.jit.load",
    ];

    /// <summary>How a member is called in messages, if it leads to a place; otherwise null.</summary>
    public static string? NameOf(ISymbol? symbol)
    {
        var named = symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor ? constructor.ContainingType : symbol;
        var full = named is INamedTypeSymbol type ? type.ToDisplayString() : $"{named?.ContainingType?.ToDisplayString()}.{named?.Name}";
        return !ProcessPlaces.Members.Contains(full) && !OfCode.Contains(full) ? null
            : named is INamedTypeSymbol ? $"[{named.Name.Replace("Attribute", "", StringComparison.Ordinal)}]"
            : Short(named!);
    }

    /// <summary>For instance <c>Assembly.Location</c>.</summary>
    public static string Short(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? $"new {member.ContainingType.Name}"
            : $"{member.ContainingType.Name}.{member.Name}";

    /// <summary>Whether a call's first argument is a path that it reads.</summary>
    public static bool IsReading(IMethodSymbol method)
    {
        var type = method.ContainingType.ToDisplayString();
        return method.Parameters is [{ Type.SpecialType: SpecialType.System_String }, ..]
            && (
                method.MethodKind == MethodKind.Constructor
                    ? ReadingTypes.Contains(type)
                    : ReadingMethods.Any(start => $"{type}.{method.Name}".StartsWith(start, StringComparison.Ordinal))
            );
    }

    /// <summary>Whether a path is made of constants alone, directly or through variables that are assigned nowhere else.</summary>
    public static bool IsFixed(ExpressionSyntax path, SemanticModel model) => IsFixed(path, model, []);

    /// <param name="path">The path, or a part of it.</param>
    /// <param name="model">Of its file.</param>
    /// <param name="visited">Variables on the way here: a property may refer to itself.</param>
    private static bool IsFixed(ExpressionSyntax path, SemanticModel model, ImmutableHashSet<ISymbol> visited) =>
        model.GetConstantValue(path).HasValue
        || path switch
        {
            InvocationExpressionSyntax invocation => model.GetSymbolInfo(invocation).Symbol
                is IMethodSymbol { ContainingType.Name: "Path", Name: "Combine" or "Join" or "GetFullPath" }
                && invocation.ArgumentList.Arguments.All(argument => IsFixed(argument.Expression, model, visited)),
            BinaryExpressionSyntax sum => IsFixed(sum.Left, model, visited) && IsFixed(sum.Right, model, visited),
            InterpolatedStringExpressionSyntax text => text
                .Contents.OfType<InterpolationSyntax>()
                .All(part => IsFixed(part.Expression, model, visited)),
            NameSyntax or MemberAccessExpressionSyntax => model.GetSymbolInfo(path).Symbol is { } variable
                && !visited.Contains(variable)
                && OnlyValueOf(variable, model) is { } value
                && IsFixed(value, model, visited.Add(variable)),
            _ => false,
        };

    /// <summary>The value of a variable of the file that has one value only.</summary>
    private static ExpressionSyntax? OnlyValueOf(ISymbol variable, SemanticModel model) =>
        variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration
        && declaration.SyntaxTree == model.SyntaxTree
        && !IsAssigned(variable, model)
            ? declaration switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
                _ => null,
            }
            : null;

    /// <summary>Whether a variable gets another value than its first, or may get one through a reference.</summary>
    private static bool IsAssigned(ISymbol variable, SemanticModel model) =>
        variable is IPropertySymbol { SetMethod: not null }
        || model
            .SyntaxTree.GetRoot()
            .DescendantNodes()
            .Select(node =>
                node switch
                {
                    AssignmentExpressionSyntax assignment => assignment.Left,
                    ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
                    _ => null,
                }
            )
            .OfType<ExpressionSyntax>()
            .Any(target => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(target).Symbol, variable));
}
