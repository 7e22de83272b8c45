using System.ComponentModel.DataAnnotations;
using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Manifests;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Reads when an option is used: <see cref="UsedOnlyIfAttribute"/> and <see cref="UsedUnlessAttribute"/>.</summary>
internal static class OptionConditions
{
    /// <summary>The conditions of an option.</summary>
    /// <exception cref="InvalidDataException">One names what is no option, or has values that the other option can't have.</exception>
    public static IReadOnlyList<OptionCondition> Read(PropertyInfo property)
    {
        IReadOnlyList<OptionCondition> conditions =
        [
            .. property
                .GetCustomAttributes<UsedOnlyIfAttribute>()
                .Select(one => Describe(property, one.Option, OptionTest.NewIsOneOf(Values(property, one.Option, one.Values)))),
            .. property
                .GetCustomAttributes<UsedUnlessAttribute>()
                .Select(one => Describe(property, one.Option, OptionTest.NewIsNoneOf(Values(property, one.Option, one.Values)))),
        ];
        return conditions.Count > 0 && property.IsDefined(typeof(RequiredAttribute))
            ? throw Wrong(property, "is [Required], so it is always used; give it a default, or remove the condition")
            : conditions;
    }

    private static OptionCondition Describe(PropertyInfo property, string option, OptionTest test) =>
        option.Contains('.', StringComparison.Ordinal)
            ? ManifestKeys.Contains(option)
                ? new OptionCondition(option, test)
                : throw Wrong(property, $"depends on '{option}', which is no key of a manifest")
            : new OptionCondition(Names.Option(Other(property, option).Name), test);

    private static IReadOnlyList<OptionValue> Values(PropertyInfo property, string option, IReadOnlyList<object> values)
    {
        if (values.Count == 0)
        {
            throw Wrong(property, $"depends on '{option}' and names none of its values");
        }

        var type = option.Contains('.', StringComparison.Ordinal) ? null : Other(property, option).PropertyType;
        return [.. values.Select(value => OptionReader.ToValue(type is null ? value : Convert(property, value, type)))];
    }

    /// <summary>An attribute says <c>0</c> where the option is a <see cref="double"/> or a <see cref="long"/>.</summary>
    private static object Convert(PropertyInfo property, object value, Type type)
    {
        try
        {
            return type.IsEnum || type.IsInstanceOfType(value)
                ? type.IsInstanceOfType(value)
                    ? value
                    : throw new InvalidCastException()
                : System.Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException)
        {
            throw Wrong(property, $"depends on the value {value} of an option that is a {type.Name}");
        }
    }

    private static PropertyInfo Other(PropertyInfo property, string option) =>
        OptionReader.Properties(property.ReflectedType!).FirstOrDefault(other => other.Name == option)
        ?? throw Wrong(property, $"depends on '{option}', which is no option of {property.ReflectedType!.Name}");

    private static InvalidDataException Wrong(PropertyInfo property, string complaint) =>
        new($"{property.ReflectedType!.Name}.{property.Name} {complaint}");
}
