using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;

namespace SparsePlugins.Conformance;

/// <summary>The rules of components of every kind: a name, and options that can be shown, checked and explained.</summary>
public static partial class ComponentRules
{
    private static readonly Type[] NumberTypes = [typeof(int), typeof(long), typeof(float), typeof(double)];

    /// <summary>The rules, for a component of any kind.</summary>
    /// <typeparam name="TSubject">The kind.</typeparam>
    public static IReadOnlyList<Rule<TSubject>> Of<TSubject>()
        where TSubject : CheckedComponent =>
        [
            new("Is sealed and has a name in kebab case", HasAName),
            new("Has one public constructor that takes one record of options or nothing", HasAConstructor),
            new("Every number among its options has a range", NumbersHaveRanges),
            new("Every option has a summary and so has the component", HasSummaries),
            new("The defaults of its options pass their own rules", DefaultsAreValid),
        ];

    /// <summary>Lower-case words with hyphens between them.</summary>
    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    internal static partial Regex KebabCase();

    private static void HasAName(CheckedComponent component)
    {
        Require.That(component.Type.IsSealed, $"{component.Type.Name} is not sealed");
        Require.That(KebabCase().IsMatch(component.Name), $"the name '{component.Name}' is not in kebab-case, as in my-component");
    }

    private static void HasAConstructor(CheckedComponent component)
    {
        var (name, constructors) = (component.Type.Name, component.Type.GetConstructors());
        Require.That(constructors.Length == 1, $"{name} has {constructors.Length} public constructors; it needs one");
        var parameters = constructors[0].GetParameters();
        Require.That(parameters.Length <= 1, $"the constructor of {name} takes {parameters.Length} arguments; options are one record");
        Require.That(
            component.OptionsType is not { } options || options.GetConstructor([]) is not null,
            $"{component.OptionsType?.Name} can't be made without arguments"
        );
    }

    private static void NumbersHaveRanges(CheckedComponent component) =>
        Require.All(
            component.Options.Where(IsNumber),
            option =>
                Require.That(option.GetCustomAttribute<RangeAttribute>() is not null, $"{option.Name} has no [Range(minimum, maximum)]")
        );

    private static void HasSummaries(CheckedComponent component)
    {
        Require.That(
            component.SummaryOf(component.Type).Length > 0,
            $"{component.Type.Name} has no XML summary: write /// <summary>...</summary> above it"
        );
        Require.All(component.Options, option => Require.That(component.SummaryOf(option).Length > 0, $"{option.Name} has no XML summary"));
    }

    /// <summary>An option that the manifest must give has no default to check.</summary>
    private static void DefaultsAreValid(CheckedComponent component)
    {
        var defaults = component.OptionsType is { } options ? Activator.CreateInstance(options) : null;
        foreach (var option in component.Options.Where(option => option.GetCustomAttribute<RequiredAttribute>() is null))
        {
            var value = option.GetValue(defaults);
            foreach (var rule in option.GetCustomAttributes<ValidationAttribute>())
            {
                Require.All(Elements(value), element => Require.That(rule.IsValid(element), rule.FormatErrorMessage(option.Name)));
            }
        }
    }

    private static bool IsNumber(PropertyInfo option)
    {
        var type = option.PropertyType;
        var element = type.IsGenericType ? type.GetGenericArguments()[0] : type.GetElementType();
        return NumberTypes.Contains(element ?? type);
    }

    private static IEnumerable<object?> Elements(object? value) =>
        value is IEnumerable list and not string ? list.Cast<object?>() : [value];
}
