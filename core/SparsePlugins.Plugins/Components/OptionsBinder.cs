using System.Reflection;
using SparsePlugins.Contracts;
using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Makes an options record from checked values.</summary>
internal static class OptionsBinder
{
    /// <summary>A new record with every option set.</summary>
    public static object Bind(Type record, ComponentSpec spec, InputFiles files)
    {
        var options = Activator.CreateInstance(record)!;
        var properties = OptionReader.Properties(record).ToDictionary(property => Names.Option(property.Name));
        foreach (var (name, value) in spec.Options)
        {
            Set(options, properties[name], value, files);
        }

        return options;
    }

    private static void Set(object options, PropertyInfo property, OptionValue value, InputFiles files) =>
        property.SetValue(
            options,
            property.IsDefined(typeof(InputPathAttribute)) ? Paths(property, value, files) : Convert(property.PropertyType, value)
        );

    private static object Paths(PropertyInfo property, OptionValue value, InputFiles files)
    {
        var found = FilePattern.AllIn(value).SelectMany(files.Find).ToArray();
        return property.PropertyType == typeof(string) ? found.Single() : found;
    }

    private static object Convert(Type type, OptionValue value) =>
        value switch
        {
            OptionValue.FlagValue flag => flag.Item,
            OptionValue.IntegerValue integer when type == typeof(int) => checked((int)integer.Item),
            OptionValue.IntegerValue integer => integer.Item,
            OptionValue.NumberValue number => number.Item,
            OptionValue.TextValue text when type.IsEnum => Enum.GetValues(type)
                .Cast<object>()
                .Single(member => Names.Value(member.ToString()!) == text.Item),
            OptionValue.TextValue text => text.Item,
            OptionValue.ListValue list => ToArray(OptionReader.ElementOf(type)!, list.Item),
            _ => throw new InvalidOperationException($"no conversion of {value} to {type}"),
        };

    private static Array ToArray(Type element, IReadOnlyList<OptionValue> values)
    {
        var array = Array.CreateInstance(element, values.Count);
        for (var index = 0; index < values.Count; index++)
        {
            array.SetValue(Convert(element, values[index]), index);
        }

        return array;
    }
}
