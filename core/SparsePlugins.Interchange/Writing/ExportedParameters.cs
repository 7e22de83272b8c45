using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Interchange.Reading;

namespace SparsePlugins.Interchange.Writing;

/// <summary>A dictionary in the conventions that other tools share: the decoder bias is subtracted and added, inputs are as they come, decoder rows have length 1.</summary>
internal static class ExportedParameters
{
    /// <summary>The same dictionary with what is done to its inputs multiplied into the weights.</summary>
    /// <exception cref="InterchangeException">That can't be done.</exception>
    public static PortableDictionary Fold(PortableDictionary dictionary)
    {
        var parameters = new Dictionary<string, NumberArray>(dictionary.Parameters);
        if (dictionary.Options["decoder_bias"] is JsonValue stated && stated.TryGetValue<bool>(out var isLearned) && !isLearned)
        {
            parameters[ParameterShape.DecoderBias] = new([dictionary.ActivationDim], new float[dictionary.ActivationDim]);
        }

        if (dictionary.Center is not null || dictionary.Scale is not null)
        {
            if (dictionary.Parameters.ContainsKey(SparsifyReader.Skip))
            {
                throw new InterchangeException(
                    "skip-top-k with inputs that are centered or scaled can't be exported: its linear path has no place for them"
                );
            }

            FoldInputs(dictionary, parameters);
        }

        var folded = dictionary with { Parameters = parameters, Center = null, Scale = null, ScaleInverse = null };
        return MayScaleRows(folded) ? folded with { Parameters = parameters.WithUnitRows() } : folded;
    }

    /// <summary>Which codes are the largest must not change, nor which are above a threshold that all features share.</summary>
    private static bool MayScaleRows(PortableDictionary dictionary) =>
        !dictionary.Parameters.HasUnitRows()
        && (dictionary.Architecture is "relu" or "group-bias-adaptation" or "jump-relu" or "gated" || dictionary.Parameters.HasEqualRows());

    /// <summary>(x - c) S, minus b, is x minus (c + b S^-1), times S: encoder rows take S, decoder rows and bias its inverse.</summary>
    private static void FoldInputs(PortableDictionary dictionary, Dictionary<string, NumberArray> parameters)
    {
        var bias = parameters[ParameterShape.DecoderBias] with { Shape = [1, dictionary.ActivationDim] };
        if (dictionary.Scale is { } scale)
        {
            parameters[ParameterShape.EncoderWeight] = parameters[ParameterShape.EncoderWeight].TimesScale(scale);
            parameters[ParameterShape.DecoderWeight] = Unscaled(dictionary, parameters[ParameterShape.DecoderWeight]);
            bias = Unscaled(dictionary, bias);
        }

        bias = bias with { Shape = [dictionary.ActivationDim] };
        parameters[ParameterShape.DecoderBias] = dictionary.Center is { } center ? bias.Plus(center) : bias;
    }

    private static NumberArray Unscaled(PortableDictionary dictionary, NumberArray rows) =>
        dictionary.ScaleInverse is { } inverse
            ? rows.TimesScale(inverse)
            : rows.TimesScale(dictionary.Scale!.Map((_, value) => 1.0 / value));
}
