using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Generated;

/// <summary>A component with values for some of its options.</summary>
/// <param name="Schema">The component.</param>
/// <param name="Values">As the manifest states them, by name.</param>
internal sealed record GeneratedComponent(ComponentSchema Schema, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>With nothing stated but what must be.</summary>
    public static GeneratedComponent Plain(ComponentSchema schema) =>
        new(
            schema,
            schema
                .Options.Where(option => option.Default is null)
                .ToDictionary(option => option.Name, option => OptionValues.Of(option)[^1])
        );

    /// <summary>Every value of every option once, the rest as plain as it can be for the option to have an effect.</summary>
    public static IEnumerable<GeneratedComponent> OneByOne(ComponentSchema schema) =>
        [
            Plain(schema),
            .. from option in schema.Options
            from value in OptionValues.Of(option)
            select Plain(schema).Using(option).With(option.Name, value),
        ];

    /// <summary>Random values for about half of its options, those that have an effect.</summary>
    public static GeneratedComponent Drawn(ComponentSchema schema, Random random, GeneratedComponent? architecture = null)
    {
        var drawn = Plain(schema);
        foreach (var option in schema.Options.Where(_ => random.Next(2) == 0))
        {
            if (option.Conditions.All(condition => drawn.Holds(condition, architecture)))
            {
                var values = OptionValues.Of(option);
                drawn = drawn.With(option.Name, values[random.Next(values.Count)]);
            }
        }

        return drawn;
    }

    /// <summary>What stands in the manifest between braces.</summary>
    public override string ToString() =>
        $"use: {Schema.Name}, with: {{ {string.Join(", ", Values.Select(value => $"{value.Key}: {value.Value}"))} }}";

    /// <summary>The value of an option that the manifest gives or leaves at its default.</summary>
    private string? ValueOf(string name) =>
        Values.GetValueOrDefault(name)
        ?? (Schema.Options.FirstOrDefault(option => option.Name == name)?.Default is { } value ? OptionValues.Text(value) : null);

    private GeneratedComponent With(string name, string value) =>
        this with
        {
            Values = new Dictionary<string, string>(Values) { [name] = value },
        };

    /// <summary>The same, with what an option needs of its neighbours to have an effect.</summary>
    private GeneratedComponent Using(OptionSchema option)
    {
        var used = this;
        foreach (var condition in option.Conditions.Where(condition => !condition.Option.Contains('.') && !used.Holds(condition, null)))
        {
            if (Schema.Options.FirstOrDefault(other => other.Name == condition.Option) is { } other)
            {
                var fitting = OptionValues.Of(other).First(value => Passes(condition.Test, value));
                used = used.Using(other).With(other.Name, fitting);
            }
        }

        return used;
    }

    private bool Holds(OptionCondition condition, GeneratedComponent? architecture) =>
        condition.Option.Split('.') is ["architecture", var option]
            ? architecture?.ValueOf(option) is { } value && Passes(condition.Test, value)
            : ValueOf(condition.Option) is { } own && Passes(condition.Test, own);

    private static bool Passes(OptionTest test, string value) =>
        test switch
        {
            OptionTest.IsOneOf one => one.values.Any(wanted => OptionValues.Text(wanted) == value),
            OptionTest.IsNoneOf none => none.values.All(other => OptionValues.Text(other) != value),
            _ => throw new NotSupportedException($"{test}"),
        };
}
