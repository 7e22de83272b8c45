using System.Globalization;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>Types and values of options, as help shows them.</summary>
internal static class OptionWords
{
    /// <summary>For instance <c>number 0..1</c>.</summary>
    public static string TypeName(OptionType type) =>
        type switch
        {
            OptionType.Integer range => $"integer {range.minimum}..{range.maximum}",
            OptionType.Number range => string.Create(CultureInfo.InvariantCulture, $"number {range.minimum}..{range.maximum}"),
            OptionType.Choice choice => string.Join(" | ", choice.names),
            OptionType.Many list => $"list of {TypeName(list.element)}",
            { IsFlag: true } => "true | false",
            { IsInputPath: true } => "file",
            _ => "text",
        };

    /// <summary>For instance <c>[0.01, 0.2]</c>.</summary>
    public static string Show(OptionValue value) =>
        value switch
        {
            OptionValue.FlagValue flag => flag.Item ? "true" : "false",
            OptionValue.IntegerValue integer => integer.Item.ToString(CultureInfo.InvariantCulture),
            OptionValue.NumberValue number => number.Item.ToString(CultureInfo.InvariantCulture),
            OptionValue.TextValue text => text.Item.Length == 0 ? "\"\"" : text.Item,
            OptionValue.ListValue list => $"[{string.Join(", ", list.Item.Select(Show))}]",
            _ => "",
        };
}
