using System.ComponentModel.DataAnnotations;

namespace SparsePlugins.Contracts;

/// <summary>The options of a reinitializer that uses <see cref="FeatureWeights.FromDirections"/>: what the encoder of a revived feature is like.</summary>
/// <remarks>Not abstract, as <see cref="InitializerOptions"/>.</remarks>
public record ReinitializerOptions
{
    /// <summary>
    /// Length of a new encoder row, as a multiple of the mean length of the encoder rows of living features that were never
    /// revived. Where there is none, of all encoder rows at the initialization.
    /// </summary>
    [Range(1e-4, 100.0)]
    [Unit("mean living encoder rows")]
    public double EncoderScale { get; init; } = 0.2;

    /// <summary>Encoder bias of a new feature: <c>zero</c>, or <c>living-mean</c>, the mean bias of the features that the length is taken from.</summary>
    public RevivedBias EncoderBias { get; init; } = RevivedBias.Zero;
}

/// <summary>Where the encoder bias of a revived feature starts.</summary>
public enum RevivedBias
{
    /// <summary>At 0.</summary>
    Zero,

    /// <summary>At the mean encoder bias of the living features.</summary>
    LivingMean,
}
