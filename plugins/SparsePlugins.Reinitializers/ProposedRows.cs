using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Turns directions into the rows of revived features.</summary>
/// <remarks>Source of the encoder's length and bias: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.</remarks>
internal static class ProposedRows
{
    /// <summary>Decoder rows along the directions, of length 1; encoder rows the same, short, so that a new feature does not shout; bias 0.</summary>
    /// <param name="directions">[K, D]; no row is zero.</param>
    /// <param name="dead">Says which encoder rows are alive.</param>
    /// <param name="options">The scale of encoder rows.</param>
    internal static FeatureWeights Along(Tensor directions, DeadFeatures dead, ReinitializerOptions options)
    {
        var decoder = directions / directions.norm(dim: 1, keepdim: true); // [K, D]
        return new FeatureWeights(
            EncoderWeight: decoder * (options.EncoderScale * MeanLivingLength(dead)),
            EncoderBias: zeros(directions.shape[0], device: directions.device),
            DecoderWeight: decoder
        );
    }

    /// <summary>Mean length of the encoder rows of living features; where none lives, of all.</summary>
    private static double MeanLivingLength(DeadFeatures dead)
    {
        var lengths = dead.Weights.EncoderWeight.norm(dim: 1); // [F]
        var living = ones_like(lengths).index_fill_(0, dead.Indices, 0); // [F], 1 where the row counts
        var counted = living.any().item<bool>() ? living : ones_like(lengths);
        return ((lengths * counted).sum() / counted.sum()).item<float>();
    }
}
