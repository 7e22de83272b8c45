using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Reads an options record: the names, types, defaults, rules and help of its properties.</summary>
internal static class OptionReader
{
    /// <summary>The options of a record, in the order of declaration, inherited ones last.</summary>
    /// <exception cref="InvalidDataException">A property has a type that a manifest can't give.</exception>
    public static IReadOnlyList<OptionSchema> Read(Type record, XmlDocumentation documentation)
    {
        var defaults = Activator.CreateInstance(record);
        return [.. Properties(record).Select(property => Describe(property, defaults, documentation))];
    }

    /// <summary>The settable properties of a record, in the order of declaration, inherited ones last.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type record) =>
        record
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .OrderBy(property => property.DeclaringType == record ? 0 : 1)
            .ThenBy(property => property.MetadataToken);

    /// <summary>The element type of a list option, or <see langword="null"/>.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static OptionSchema Describe(PropertyInfo property, object? defaults, XmlDocumentation documentation) =>
        new(
            name: Names.Option(property.Name),
            type: TypeOf(property, property.PropertyType),
            @default: property.IsDefined(typeof(RequiredAttribute)) ? null : ToValue(property.GetValue(defaults)),
            unit: property.GetCustomAttribute<UnitAttribute>()?.Unit ?? "",
            summary: documentation.Summary(property),
            conditions: OptionConditions.Read(property),
            decidesResult: !property.IsDefined(typeof(DecidesNoResultAttribute))
        );

    private static OptionType TypeOf(PropertyInfo property, Type type)
    {
        if (ElementOf(type) is { } element)
        {
            return OptionType.NewMany(TypeOf(property, element));
        }

        var range = property.GetCustomAttribute<RangeAttribute>();
        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => OptionType.NewChoice([.. Enum.GetNames(type).Select(Names.Value)]),
            TypeCode.Boolean => OptionType.Flag,
            TypeCode.Int32 => OptionType.NewInteger(Bound(range?.Minimum, (long)int.MinValue), Bound(range?.Maximum, (long)int.MaxValue)),
            TypeCode.Int64 => OptionType.NewInteger(Bound(range?.Minimum, long.MinValue), Bound(range?.Maximum, long.MaxValue)),
            TypeCode.Double => OptionType.NewNumber(Bound(range?.Minimum, double.MinValue), Bound(range?.Maximum, double.MaxValue)),
            TypeCode.String => property.IsDefined(typeof(InputPathAttribute)) ? OptionType.InputPath : OptionType.Text,
            _ => throw new InvalidDataException(
                $"{property.DeclaringType}.{property.Name} is a {type.Name}; an option is a bool, int, long, double, string, enum or an IReadOnlyList of one of them"
            ),
        };
    }

    private static T Bound<T>(object? stated, T otherwise) =>
        stated is null ? otherwise : (T)Convert.ChangeType(stated, typeof(T), CultureInfo.InvariantCulture);

    /// <summary>A value of C# as a manifest has it.</summary>
    public static OptionValue ToValue(object? value) =>
        value switch
        {
            bool flag => OptionValue.NewFlagValue(flag),
            int or long => OptionValue.NewIntegerValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            double number => OptionValue.NewNumberValue(number),
            Enum member => OptionValue.NewTextValue(Names.Value(member.ToString())),
            string text => OptionValue.NewTextValue(text),
            System.Collections.IEnumerable list => OptionValue.NewListValue([.. list.Cast<object?>().Select(ToValue)]),
            _ => OptionValue.NewTextValue(""),
        };
}
