using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Contracts.Tests;

/// <summary>The public API of an assembly as text: a line a type, a line a member, in ordinal order.</summary>
/// <remarks>What the compiler adds to records is left out: <c>record</c> and the constructor say it.</remarks>
internal static class Api
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Of(Assembly assembly) =>
        string.Join("\n", assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Of)) + "\n";

    private static string Of(Type type)
    {
        var members = type.IsEnum ? EnumMembers(type) : Members(type).Order(StringComparer.Ordinal);
        return string.Concat(
            Attributes(type).Append(ApiNames.Header(type)).Concat(members.Select(member => $"    {member}")).Select(line => line + "\n")
        );
    }

    private static IEnumerable<string> EnumMembers(Type type) =>
        Enum.GetNames(type).Select(name => $"{name} = {Enum.Format(type, Enum.Parse(type, name), "d")}");

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Declared).Where(member => !IsGenerated(member)).Select(Line).OfType<string>();

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute)) || member is MethodInfo { IsSpecialName: true };

    private static string? Line(MemberInfo member) =>
        member switch
        {
            ConstructorInfo constructor when IsVisible(constructor) => Modifiers(constructor) + Signature(constructor, "new"),
            PropertyInfo property when property.GetMethod is { } getter && IsVisible(getter) => Property(property),
            MethodInfo method when IsVisible(method) =>
                $"{Modifiers(method)}{ApiNames.Type(method.ReturnParameter)} {Signature(method, method.Name)}",
            FieldInfo { IsPublic: true } field => $"field {ApiNames.Type(field.FieldType)} {field.Name}",
            EventInfo happening => $"event {happening.Name}",
            _ => null,
        };

    private static string Property(PropertyInfo property)
    {
        var setter = property.SetMethod is { } set && IsVisible(set) ? (ApiNames.IsInit(set) ? " init;" : " set;") : "";
        var line = $"{Modifiers(property.GetMethod!)}{ApiNames.Type(property)} {property.Name} {{ get;{setter} }}";
        return string.Concat(Attributes(property).Prepend(line).Select((part, index) => index == 0 ? part : $"  {part}"));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily ? "protected " : "")
        + (method.IsStatic ? "static " : "")
        + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : "");

    private static string Signature(MethodBase method, string name) =>
        $"{name}({string.Join(", ", method.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var optional = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{many}{ApiNames.Type(parameter)} {parameter.Name}{optional}";
    }

    /// <summary>The attributes that a host or a plugin reads.</summary>
    private static IEnumerable<string> Attributes(MemberInfo member) =>
        member
            .GetCustomAttributesData()
            .Where(data => data.AttributeType.Namespace is "System" or "System.ComponentModel.DataAnnotations" or "SparsePlugins.Contracts")
            .Select(data => $"[{data.AttributeType.Name[..^"Attribute".Length]}({Arguments(data)})]")
            .Order(StringComparer.Ordinal);

    private static string Arguments(CustomAttributeData data) =>
        string.Join(
            ", ",
            data.ConstructorArguments.Select(Value)
                .Concat(data.NamedArguments.Select(argument => $"{argument.MemberName} = {Value(argument.TypedValue)}"))
        );

    private static string Value(CustomAttributeTypedArgument argument) =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> items ? $"[{string.Join(", ", items.Select(Value))}]"
        : argument.ArgumentType.IsEnum ? Enum.Format(argument.ArgumentType, Enum.ToObject(argument.ArgumentType, argument.Value!), "g")
        : Convert.ToString(argument.Value, CultureInfo.InvariantCulture)!;
}
