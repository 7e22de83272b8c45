using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Reinitializers;

/// <summary>The options that every reinitializer here has.</summary>
public abstract record ReinitializerOptions
{
    /// <summary>Length of a new encoder row, as a multiple of the mean length of the encoder rows of living features.</summary>
    [Range(1e-4, 100.0)]
    [Unit("mean living encoder rows")]
    public double EncoderScale { get; init; } = 0.2;
}
