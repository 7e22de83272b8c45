using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Turns directions into the rows of revived features.</summary>
/// <remarks>Source of the encoder's length and bias: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.</remarks>
internal static class ProposedRows
{
    /// <summary>Decoder rows along the directions, of length 1; encoder rows the same, short, so that a new feature does not shout.</summary>
    /// <param name="directions">[K, D]; no row is zero.</param>
    /// <param name="dead">Says which features are alive.</param>
    /// <param name="options">The scale of encoder rows, and the bias.</param>
    internal static FeatureWeights Along(Tensor directions, DeadFeatures dead, ReinitializerOptions options)
    {
        var decoder = directions / directions.norm(dim: 1, keepdim: true); // [K, D]
        var bias = options.EncoderBias == RevivedBias.LivingMean ? MeanOfLiving(dead.Weights.EncoderBias, dead) : 0;
        return new FeatureWeights(
            EncoderWeight: decoder * (options.EncoderScale * MeanOfLiving(dead.Weights.EncoderWeight.norm(dim: 1), dead)),
            EncoderBias: full(directions.shape[0], bias, device: directions.device),
            DecoderWeight: decoder
        );
    }

    /// <summary>Mean over living features of a value [F]; where none lives, over all.</summary>
    private static float MeanOfLiving(Tensor values, DeadFeatures dead)
    {
        var living = ones_like(values).index_fill_(0, dead.Indices, 0); // [F], 1 where the feature counts
        var counted = living.any().item<bool>() ? living : ones_like(values);
        return ((values * counted).sum() / counted.sum()).item<float>();
    }
}
