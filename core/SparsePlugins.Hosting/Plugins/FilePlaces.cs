using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparsePlugins.Hosting.Plugins;

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

    /// <summary>Whether a path is made of constants alone, by way of variables or not.</summary>
    public static bool IsFixed(ExpressionSyntax path, SemanticModel model) =>
        model.GetConstantValue(path).HasValue
        || path switch
        {
            InvocationExpressionSyntax invocation => model.GetSymbolInfo(invocation).Symbol
                is IMethodSymbol { ContainingType.Name: "Path", Name: "Combine" or "Join" or "GetFullPath" }
                && invocation.ArgumentList.Arguments.All(argument => IsFixed(argument.Expression, model)),
            BinaryExpressionSyntax sum => IsFixed(sum.Left, model) && IsFixed(sum.Right, model),
            InterpolatedStringExpressionSyntax text => text
                .Contents.OfType<InterpolationSyntax>()
                .All(part => IsFixed(part.Expression, model)),
            NameSyntax or MemberAccessExpressionSyntax => InitializerOf(model.GetSymbolInfo(path).Symbol) is { } value
                && IsFixed(value, model.Compilation.GetSemanticModel(value.SyntaxTree)),
            _ => false,
        };

    /// <summary>What a variable begins with, or a field or property that stays as it began.</summary>
    private static ExpressionSyntax? InitializerOf(ISymbol? symbol) =>
        symbol is ILocalSymbol or IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }
            ? symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer?.Value,
                PropertyDeclarationSyntax property => property.ExpressionBody?.Expression ?? property.Initializer?.Value,
                _ => null,
            }
            : null;
}
