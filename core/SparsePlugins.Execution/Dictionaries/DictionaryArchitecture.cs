using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>Makes the architecture that a dictionary from outside names.</summary>
public static class DictionaryArchitecture
{
    /// <summary>The architecture with the dictionary's options; it has just the parameters that the dictionary brings.</summary>
    /// <param name="plugins">Where it is.</param>
    /// <param name="dictionary">The dictionary.</param>
    /// <exception cref="InterchangeException">There is no such architecture, or it asks for other options or parameters.</exception>
    public static IArchitecture Create(PluginSet plugins, PortableDictionary dictionary)
    {
        var component =
            plugins.Components.FirstOrDefault(one => one.Schema.Kind.IsArchitecture && one.Schema.Name == dictionary.Architecture)
            ?? throw new InterchangeException(
                $"there is no architecture named '{dictionary.Architecture}', which the dictionary needs; add its plugin with --plugins"
            );
        var architecture = component.Create<IArchitecture>(
            Spec(component.Schema, (JsonObject)JsonNode.Parse(dictionary.Options.ToJsonString())!),
            new InputFiles(".")
        );
        RequireParameters(dictionary, Shapes(architecture, dictionary));
        return architecture;
    }

    private static IReadOnlyList<ParameterShape> Shapes(IArchitecture architecture, PortableDictionary dictionary)
    {
        try
        {
            return architecture.Parameters(new DictionaryShape(dictionary.ActivationDim, dictionary.Features));
        }
        catch (ArgumentException refusal)
        {
            throw new InterchangeException($"{dictionary.Architecture}: {refusal.Message}", refusal);
        }
    }

    private static void RequireParameters(PortableDictionary dictionary, IReadOnlyList<ParameterShape> shapes)
    {
        var asked = shapes.Where(shape => shape.Role != ParameterRole.TrainingBuffer).ToArray();
        foreach (var shape in asked)
        {
            if (!dictionary.Parameters.TryGetValue(shape.Name, out var given) || !given.Shape.SequenceEqual(shape.Size))
            {
                var found = given is null ? "isn't there" : $"is [{string.Join(", ", given.Shape)}]";
                throw new InterchangeException(
                    $"{dictionary.Architecture} needs {shape.Name} [{string.Join(", ", shape.Size)}], which {found}"
                );
            }
        }

        if (dictionary.Parameters.Keys.Except(asked.Select(shape => shape.Name)).FirstOrDefault() is { } unknown)
        {
            throw new InterchangeException($"{dictionary.Architecture} has no parameter '{unknown}', which the dictionary brings");
        }
    }

    private static ComponentSpec Spec(ComponentSchema schema, JsonObject options)
    {
        if (options.Select(pair => pair.Key).Except(schema.Options.Select(option => option.Name)).FirstOrDefault() is { } unknown)
        {
            throw new InterchangeException($"the architecture '{schema.Name}' has no option '{unknown}'");
        }

        return new ComponentSpec(
            schema.Kind,
            schema.Name,
            [
                .. schema.Options.Select(option =>
                    KeyValuePair.Create(
                        option.Name,
                        options[option.Name] is { } stated ? Value(option, option.Type, stated) : Preset(option)
                    )
                ),
            ],
            new Dictionary<string, Position>(),
            new HashSet<string>(),
            new HashSet<string>(),
            schema.Name,
            new Position("", 1, 1),
            "architecture"
        );
    }

    private static OptionValue Preset(OptionSchema option) =>
        option.Default ?? throw new InterchangeException($"the dictionary says nothing of the option '{option.Name}' of its architecture");

    private static OptionValue Value(OptionSchema option, OptionType type, JsonNode node)
    {
        try
        {
            return type switch
            {
                OptionType.Integer => OptionValue.NewIntegerValue(node.GetValue<long>()),
                OptionType.Number => OptionValue.NewNumberValue(node.GetValue<double>()),
                OptionType.Many many => OptionValue.NewListValue([.. node.AsArray().Select(item => Value(option, many.element, item!))]),
                _ when type.IsFlag => OptionValue.NewFlagValue(node.GetValue<bool>()),
                _ => OptionValue.NewTextValue(node.GetValue<string>()),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new InterchangeException(
                $"the option '{option.Name}' of the dictionary's architecture can't be {node.ToJsonString()}",
                error
            );
        }
    }
}
