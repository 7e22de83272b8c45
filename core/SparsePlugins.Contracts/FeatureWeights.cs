using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Proposed rows for the first P of the dead features.</summary>
/// <param name="EncoderWeight">[P, D].</param>
/// <param name="EncoderBias">[P].</param>
/// <param name="DecoderWeight">[P, D]; each row non-zero.</param>
public sealed record FeatureWeights(Tensor EncoderWeight, Tensor EncoderBias, Tensor DecoderWeight)
{
    /// <summary>
    /// Decoder rows along the candidates that are new directions, as long as those of living features are on average (1 where the architecture keeps them
    /// there); encoder rows the same, of the length and with the bias that the options ask for.
    /// </summary>
    /// <remarks>
    /// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023: short encoder rows and bias 0. Its decoder rows have length 1; of
    /// those that are free it says nothing.
    /// </remarks>
    /// <param name="directions">[N, D] candidates, the best first; those that are zero or not new are passed over.</param>
    /// <param name="dead">Says which directions there are, and what encoders of living features are like.</param>
    /// <param name="options">Length and bias of the encoder.</param>
    /// <param name="context">Its device.</param>
    public static FeatureWeights FromDirections(
        Tensor directions,
        DeadFeatures dead,
        ReinitializerOptions options,
        ComponentContext context
    )
    {
        var rows = dead.NewDirections(directions); // [P, D] of length 1
        var bias = options.EncoderBias == RevivedBias.LivingMean ? dead.Living.Bias : 0;
        return new FeatureWeights(
            EncoderWeight: rows * (options.EncoderScale * dead.Living.Length),
            EncoderBias: full(rows.shape[0], (float)bias, device: context.Device),
            DecoderWeight: dead.Living.DecoderLength == 1 ? rows : rows * dead.Living.DecoderLength
        );
    }
}
