using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>What the encoders of some features are like on average, and how long their decoder rows are: what those of new features are measured by.</summary>
/// <param name="Length">Mean Euclidean length of their encoder rows.</param>
/// <param name="Bias">Mean encoder bias.</param>
public sealed record EncoderReference(double Length, double Bias)
{
    private const double Rounding = 1e-4;

    /// <summary>Mean Euclidean length of their decoder rows; 1 where an architecture keeps it there.</summary>
    public double DecoderLength { get; init; } = 1;

    /// <summary>The reference of some features, averaged in float64.</summary>
    /// <param name="weights">The autoencoder.</param>
    /// <param name="features">[L] int64, L at least 1.</param>
    public static EncoderReference Of(AutoencoderWeights weights, Tensor features)
    {
        using var scope = NewDisposeScope();
        var rows = weights.EncoderWeight.detach().index_select(0, features).to_type(ScalarType.Float64); // [L, D]
        var biases = weights.EncoderBias.detach().index_select(0, features).to_type(ScalarType.Float64); // [L]
        var decoder = weights.DecoderWeight.detach().index_select(0, features).to_type(ScalarType.Float64); // [L, D]
        var length = decoder.norm(dim: 1).mean().item<double>();
        return new EncoderReference(rows.norm(dim: 1).mean().item<double>(), biases.mean().item<double>())
        {
            DecoderLength = Math.Abs(length - 1) < Rounding ? 1 : length,
        };
    }

    /// <summary>The reference of all features.</summary>
    /// <param name="weights">The autoencoder.</param>
    public static EncoderReference Of(AutoencoderWeights weights)
    {
        using var scope = NewDisposeScope();
        return Of(weights, arange(weights.EncoderBias.shape[0], device: weights.EncoderBias.device));
    }
}
