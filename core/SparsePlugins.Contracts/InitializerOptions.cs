using System.ComponentModel.DataAnnotations;

namespace SparsePlugins.Contracts;

/// <summary>The options that every initializer has: how the encoder starts.</summary>
public abstract record InitializerOptions
{
    /// <summary>
    /// Where the encoder starts: <c>independent</c> draws weights and bias from U(±1/sqrt D), the default of a linear layer in PyTorch;
    /// <c>tied</c> copies the decoder's directions, times <c>encoder_scale</c>, with bias 0 (a start only: the two train apart).
    /// </summary>
    public EncoderStart Encoder { get; init; } = EncoderStart.Independent;

    /// <summary>Length of every encoder row of a <c>tied</c> start. Not used by an <c>independent</c> one.</summary>
    [Range(1e-4, 100.0)]
    [Unit("length")]
    public double EncoderScale { get; init; } = 1.0;
}

/// <summary>Where an encoder starts.</summary>
public enum EncoderStart
{
    /// <summary>Weights and bias from U(±1/sqrt D), whatever the decoder is.</summary>
    Independent,

    /// <summary>The decoder's directions, scaled; bias 0.</summary>
    Tied,
}
