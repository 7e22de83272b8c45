using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>What the encoders of some features are like on average: what those of new features are measured by.</summary>
/// <param name="Length">Mean Euclidean length of their encoder rows.</param>
/// <param name="Bias">Mean encoder bias.</param>
public sealed record EncoderReference(double Length, double Bias)
{
    /// <summary>The reference of some features, averaged in float64.</summary>
    /// <param name="weights">The autoencoder.</param>
    /// <param name="features">[L] int64, L at least 1.</param>
    public static EncoderReference Of(AutoencoderWeights weights, Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = weights.EncoderWeight.detach().index_select(0, features).to_type(ScalarType.Float64); // [L, D]
        var biases = weights.EncoderBias.detach().index_select(0, features).to_type(ScalarType.Float64); // [L]
        return new EncoderReference(rows.norm(dim: 1).mean().item<double>(), biases.mean().item<double>());
    }

    /// <summary>The reference of all features.</summary>
    /// <param name="weights">The autoencoder.</param>
    public static EncoderReference Of(AutoencoderWeights weights)
    {
        using var scope = NewDisposeScope();
        return Of(weights, arange(weights.EncoderBias.shape[0], device: weights.EncoderBias.device));
    }
}
