using System.Collections.Concurrent;
using System.Globalization;
using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Keys;

/// <summary>Every option of every shipped component changes the ids of the runs that the component takes part in.</summary>
public sealed class OptionKeyTests : IDisposable
{
    private static readonly ConcurrentDictionary<string, IReadOnlySet<string>> Before = new();

    private readonly MemoryFolder _folder = new();

    public OptionKeyTests()
    {
        File.WriteAllText(_folder["a.npy"], "a");
        File.WriteAllText(_folder["b.npy"], "b");
    }

    public static IEnumerable<object[]> Options =>
        Shipped.Plugins.Components.SelectMany(component =>
            component.Schema.Options.Select(option => new object[] { component.Schema.Kind.ToString(), component.Schema.Name, option.Name })
        );

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Options))]
    public void Another_value_of_an_option_changes_the_ids_unless_it_decides_no_result(string kind, string component, string option)
    {
        var schema = Shipped.Plugins.Components.Single(one => one.Schema.Kind.ToString() == kind && one.Schema.Name == component).Schema;
        var type = schema.Options.Single(one => one.Name == option);
        var manifest = Manifest(schema);
        var path = kind switch
        {
            "Source" => "source",
            "Architecture" => "autoencoder",
            "Initializer" => "initializers[0]",
            "Reinitializer" => "reinitializers[0]",
            _ => "metrics[0]",
        };

        string[] used = [.. type.Conditions.SelectMany(condition => Meet(condition, schema, path)).Distinct()];
        var changed = Ids(manifest, [.. used, $"{path}.with.{option}={Other(type.Type, type.Default)}"]);

        var kept = Before.GetOrAdd($"{manifest}\n{string.Join('\n', used)}", _ => Ids(manifest, used)).Intersect(changed);
        Assert.Equal(!type.DecidesResult, kept.Any());
    }

    /// <summary>What makes another option such that this one is used, and that one such that it is used itself; empty where it is so already.</summary>
    private static IEnumerable<string> Meet(OptionCondition condition, ComponentSchema schema, string path)
    {
        if (condition.Option.Split('.') is ["architecture", var option])
        {
            return condition.Test is OptionTest.IsOneOf asked ? [$"autoencoder.with.{option}={Text(asked.values[0])}"] : [];
        }

        var other = schema.Options.Single(option => option.Name == condition.Option);
        return Stated(condition, other, path) is { } stated ? [.. other.Conditions.SelectMany(one => Meet(one, schema, path)), stated] : [];
    }

    private static string? Stated(OptionCondition condition, OptionSchema other, string path) =>
        condition.Test switch
        {
            OptionTest.IsOneOf one => $"{path}.with.{condition.Option}={Text(one.values[0])}",
            OptionTest.IsNoneOf none when none.values.Contains(other.Default) =>
                $"{path}.with.{condition.Option}={Other(other.Type, other.Default)}",
            _ => null,
        };

    private static string Text(OptionValue value) =>
        value switch
        {
            OptionValue.TextValue text => text.Item,
            OptionValue.FlagValue flag => flag.Item ? "true" : "false",
            OptionValue.IntegerValue number => number.Item.ToString(CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"{value}"),
        };

    private IReadOnlySet<string> Ids(string manifest, params string[] overrides) =>
        Keys.Ids.Of(manifest, Shipped.Plugins, _folder.Path, ObservedRun.Machine, overrides);

    private static string Manifest(ComponentSchema schema)
    {
        var required = schema.Options.Where(option => option.Default is null).Select(option => $"{option.Name}: {Required(option.Type)}");
        var entry = $"{{ use: {schema.Name}, with: {{ {string.Join(", ", required)} }} }}";
        var metric = schema.Capabilities.Contains(SourceCapability.GroundTruth) || !schema.Kind.IsMetric ? "fvu" : "l0";
        return $$"""
            name: options
            seeds: 1
            source: {{(schema.Kind.IsSource ? entry : SourceOf(schema))}}
            autoencoder: {{(schema.Kind.IsArchitecture ? Sized(entry) : "{ use: relu, features: 16, with: { decoder_bias: true } }")}}
            training: { steps: 10 }
            initializers: [{{(schema.Kind.IsInitializer ? entry : "orthogonal")}}]
            reinitializers: [{{(schema.Kind.IsReinitializer ? Cadenced(entry) : "none")}}]
            metrics: [{{(schema.Kind.IsMetric ? entry : metric)}}]

            """;
    }

    /// <summary>A source that offers what a component needs.</summary>
    private static string SourceOf(ComponentSchema schema) =>
        schema.Capabilities.Contains(SourceCapability.LanguageModel)
            ? "{ use: language-model, with: { model: [a.npy], hook: a, text: [a.npy] } }"
        : schema.Capabilities.Contains(SourceCapability.Hierarchy) && !schema.Kind.IsSource ? "{ use: synth-sae-bench }"
        : "{ use: toy-superposition }";

    private static string Sized(string entry) => entry.TrimEnd(' ', '}') + " }, features: 16 }";

    private static string Cadenced(string entry) => entry.TrimEnd(' ', '}') + " }, every: 10, dead_after: 1000 }";

    private static string Required(OptionType type) =>
        type switch
        {
            OptionType.Integer range => range.minimum.ToString(CultureInfo.InvariantCulture),
            OptionType.Number range => range.minimum.ToString("R", CultureInfo.InvariantCulture),
            OptionType.Choice choice => choice.names[0],
            OptionType.Many list => $"[{Required(list.element)}]",
            { IsFlag: true } => "false",
            _ => "a.npy",
        };

    /// <summary>A legal value that is neither the default nor what <see cref="Required"/> gave.</summary>
    private static string Other(OptionType type, OptionValue? preset) =>
        type switch
        {
            OptionType.Integer range => Other(range, preset).ToString(CultureInfo.InvariantCulture),
            OptionType.Number range => Other(range, preset).ToString("R", CultureInfo.InvariantCulture),
            OptionType.Choice choice => choice.names.First(name => name != ((preset as OptionValue.TextValue)?.Item ?? choice.names[0])),
            OptionType.Many list => $"[{Other(list.element, null)}]",
            { IsFlag: true } => preset is OptionValue.FlagValue { Item: true } ? "false" : "true",
            _ => "b.npy",
        };

    private static long Other(OptionType.Integer range, OptionValue? preset)
    {
        var usual = (preset as OptionValue.IntegerValue)?.Item ?? range.minimum;
        return usual < range.maximum ? usual + 1 : usual - 1;
    }

    private static double Other(OptionType.Number range, OptionValue? preset)
    {
        var usual = (preset as OptionValue.NumberValue)?.Item ?? (preset as OptionValue.IntegerValue)?.Item ?? range.minimum;
        var middle = (usual + Math.Min(range.maximum, Math.Abs(usual) * 2 + 1)) / 2;
        return middle == usual ? (usual + Math.Max(range.minimum, usual - 1)) / 2 : middle;
    }
}
