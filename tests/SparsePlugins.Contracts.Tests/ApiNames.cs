using System.Reflection;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Contracts.Tests;

/// <summary>Types as a C# programmer writes them.</summary>
internal static class ApiNames
{
    /// <summary>For instance <c>sealed record GroundTruth : IEquatable&lt;GroundTruth&gt;</c>.</summary>
    internal static string Header(Type type)
    {
        var parents = new[] { type.BaseType }
            .OfType<Type>()
            .Where(parent => parent.Namespace != "System" || parent == typeof(Attribute))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().OrderBy(parent => parent.Name, StringComparer.Ordinal))
            .Select(Type);
        var inheritance = string.Join(", ", parents);
        return $"{Modifier(type)}{Keyword(type)} {Type(type)}{(inheritance.Length > 0 ? $" : {inheritance}" : "")}";
    }

    /// <summary>A parameter's type, with <c>?</c> where null is allowed.</summary>
    internal static string Type(ParameterInfo parameter) =>
        Type(parameter.ParameterType) + Question(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    /// <summary>A property's type, with <c>?</c> where null is allowed.</summary>
    internal static string Type(PropertyInfo property) =>
        Type(property.PropertyType) + Question(property.PropertyType, new NullabilityInfoContext().Create(property));

    /// <summary>A type's name with its arguments.</summary>
    internal static string Type(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"{Type(inner)}?"
        : type.IsArray ? $"{Type(type.GetElementType()!)}[]"
        : type == typeof(void) ? "void"
        : !type.IsGenericType ? type.Name
        : $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Type))}>";

    /// <summary>Whether a setter is <c>init</c>.</summary>
    internal static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Question(Type type, NullabilityInfo nullability) =>
        !type.IsValueType && nullability.ReadState == NullabilityState.Nullable ? "?" : "";

    private static string Modifier(Type type) =>
        type.IsInterface || type.IsValueType ? ""
        : type is { IsAbstract: true, IsSealed: true } ? "static "
        : type.IsAbstract ? "abstract "
        : type.IsSealed ? "sealed "
        : "";

    private static string Keyword(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType
            ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (IsRecord(type) ? "record struct" : "struct")
        : IsRecord(type) ? "record"
        : "class";

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly) is not null;
}
