using System.Globalization;
using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Generated;

/// <summary>Values of an option that a user might write: half and twice its default, all words of a choice.</summary>
internal static class OptionValues
{
    /// <summary>What an option with a path is given: weights that a run on the six kinds of data wrote.</summary>
    public const string WeightsFile = "weights-1.safetensors";

    /// <summary>Weights of another seed.</summary>
    public const string OtherWeightsFile = "weights-2.safetensors";

    /// <summary>As a manifest states them.</summary>
    public static IReadOnlyList<string> Of(OptionSchema option) =>
        option.Type switch
        {
            OptionType.Choice choice => [.. choice.names],
            OptionType.Integer range => Integers(option, range),
            OptionType.Number range => Numbers(option, range),
            OptionType.Many { element.IsInputPath: true } => [$"[{WeightsFile}, {OtherWeightsFile}]"],
            OptionType.Many => [Text(option.Default!)],
            _ when option.Type.IsFlag => ["false", "true"],
            _ when option.Type.IsInputPath => [WeightsFile],
            _ => option.Default is null ? ["text"] : [Text(option.Default)],
        };

    /// <summary>A value as a manifest states it.</summary>
    public static string Text(OptionValue value) =>
        value switch
        {
            OptionValue.TextValue text => text.Item.Length > 0 ? text.Item : "''",
            OptionValue.FlagValue flag => flag.Item ? "true" : "false",
            OptionValue.IntegerValue number => number.Item.ToString(CultureInfo.InvariantCulture),
            OptionValue.NumberValue number => number.Item.ToString(CultureInfo.InvariantCulture),
            OptionValue.ListValue list => $"[{string.Join(", ", list.Item.Select(Text))}]",
            _ => throw new NotSupportedException($"{value}"),
        };

    private static IReadOnlyList<string> Integers(OptionSchema option, OptionType.Integer range)
    {
        var given = option.Default is OptionValue.IntegerValue value ? value.Item : 4;
        return
        [
            .. (given == 0 ? [8L] : new[] { given / 2, given * 2 })
                .Select(number => Math.Clamp(number, range.minimum, Math.Min(range.maximum, SixSources.Features)))
                .Distinct()
                .Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    private static IReadOnlyList<string> Numbers(OptionSchema option, OptionType.Number range)
    {
        var given = option.Default is OptionValue.NumberValue value ? value.Item : 0.5;
        return
        [
            .. (given == 0 ? [0.25] : new[] { given / 2, given * 2 })
                .Select(number => Math.Clamp(number, range.minimum, range.maximum))
                .Distinct()
                .Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
    }
}
