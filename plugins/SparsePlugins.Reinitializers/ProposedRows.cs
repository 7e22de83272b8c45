using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Turns directions into the rows of revived features.</summary>
/// <remarks>Source of the encoder's length and bias: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.</remarks>
internal static class ProposedRows
{
    /// <summary>Decoder rows along candidates that are new directions, of length 1; encoder rows the same, short, so that a new feature does not shout.</summary>
    /// <param name="candidates">[N, D], the best first; those that are zero or not new are passed over.</param>
    /// <param name="dead">Says which directions there are, and what encoders of living features are like.</param>
    /// <param name="options">The scale of encoder rows, and the bias.</param>
    internal static FeatureWeights Along(Tensor candidates, DeadFeatures dead, ReinitializerOptions options)
    {
        var decoder = dead.NewDirections(candidates); // [P, D]
        var bias = options.EncoderBias == RevivedBias.LivingMean ? dead.Living.Bias : 0;
        return new FeatureWeights(
            EncoderWeight: decoder * (options.EncoderScale * dead.Living.Length),
            EncoderBias: full(decoder.shape[0], (float)bias, device: decoder.device),
            DecoderWeight: decoder
        );
    }
}
