using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Proposed rows for the first P of the dead features.</summary>
/// <param name="EncoderWeight">[P, D].</param>
/// <param name="EncoderBias">[P].</param>
/// <param name="DecoderWeight">[P, D]; each row non-zero.</param>
public sealed record FeatureWeights(Tensor EncoderWeight, Tensor EncoderBias, Tensor DecoderWeight)
{
    /// <summary>
    /// Decoder rows along the candidates that are new directions, of length 1; encoder rows the same, of the
    /// length and with the bias that the options ask for.
    /// </summary>
    /// <remarks>Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023: short encoder rows and bias 0.</remarks>
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
        var decoder = dead.NewDirections(directions); // [P, D]
        var bias = options.EncoderBias == RevivedBias.LivingMean ? dead.Living.Bias : 0;
        return new FeatureWeights(
            EncoderWeight: decoder * (options.EncoderScale * dead.Living.Length),
            EncoderBias: full(decoder.shape[0], (float)bias, device: context.Device),
            DecoderWeight: decoder
        );
    }
}
