using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange;

/// <summary>Parameters that compute the same in another convention.</summary>
internal static class Folding
{
    /// <summary>The scale of a gated autoencoder's magnitudes, [F].</summary>
    public const string MagnitudeScale = "magnitude_scale";

    /// <summary>The bias of a gated autoencoder's magnitudes, [F].</summary>
    public const string MagnitudeBias = "magnitude_bias";

    /// <summary>The thresholds of codes, [F] or [1].</summary>
    public const string Threshold = "threshold";

    /// <summary>Lengths of decoder rows that differ from 1 by less are called 1.</summary>
    public const double Rounding = 1e-5;

    /// <summary>Parameters of which something, [D], is subtracted from the input before the encoder, where it wasn't before (or the other way, with the sign -1).</summary>
    /// <param name="parameters">Of an autoencoder.</param>
    /// <param name="subtracted">[D].</param>
    /// <param name="sign">1 where it is subtracted from now on, -1 where it no longer is.</param>
    public static Dictionary<string, NumberArray> WithInputBias(
        this IReadOnlyDictionary<string, NumberArray> parameters,
        NumberArray subtracted,
        int sign
    )
    {
        var made = parameters[ParameterShape.EncoderWeight].Times(subtracted); // [F]
        var folded = new Dictionary<string, NumberArray>(parameters)
        {
            [ParameterShape.EncoderBias] = parameters[ParameterShape.EncoderBias].Map((f, bias) => bias + (sign * (double)made.Values[f])),
        };
        if (parameters.TryGetValue(MagnitudeBias, out var magnitudes))
        {
            var scales = parameters[MagnitudeScale].Values;
            folded[MagnitudeBias] = magnitudes.Map((f, bias) => bias + (sign * made.Values[f] * Math.Exp(scales[f])));
        }

        return folded;
    }

    /// <summary>Parameters whose decoder rows have length 1: encoder rows, biases and thresholds of each feature are multiplied by what its row was.</summary>
    /// <remarks>Codes are multiplied by those lengths; which of them are above a bias or a threshold stays, which are the largest doesn't, unless
    /// all lengths are equal. One threshold for all features is right only for equal ones, too.</remarks>
    public static Dictionary<string, NumberArray> WithUnitRows(this IReadOnlyDictionary<string, NumberArray> parameters)
    {
        double[] lengths = [.. parameters[ParameterShape.DecoderWeight].RowLengths().Select(length => length > 0 ? length : 1)];
        double[] inverse = [.. lengths.Select(length => 1 / length)];
        return parameters.ToDictionary(
            pair => pair.Key,
            pair =>
                pair.Key switch
                {
                    ParameterShape.DecoderWeight => pair.Value.TimesRows(inverse),
                    ParameterShape.EncoderWeight or ParameterShape.EncoderBias or MagnitudeBias => pair.Value.TimesRows(lengths),
                    Threshold => pair.Value.TimesRows(pair.Value.Values.Length == lengths.Length ? lengths : [lengths[0]]),
                    _ => pair.Value,
                }
        );
    }

    /// <summary>Whether all decoder rows have one length, within rounding.</summary>
    public static bool HasEqualRows(this IReadOnlyDictionary<string, NumberArray> parameters)
    {
        var lengths = parameters[ParameterShape.DecoderWeight].RowLengths();
        return lengths.Max() - lengths.Min() <= Rounding * lengths.Max();
    }

    /// <summary>Whether every decoder row has length 1.</summary>
    public static bool HasUnitRows(this IReadOnlyDictionary<string, NumberArray> parameters) =>
        parameters[ParameterShape.DecoderWeight].RowLengths().All(length => Math.Abs(length - 1) <= Rounding);
}
