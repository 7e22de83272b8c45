using System.ComponentModel.DataAnnotations;

namespace SparsePlugins.Contracts;

/// <summary>The options that every initializer has: how the encoder and the decoder bias start.</summary>
/// <remarks>Not abstract, so that F# can inherit it: F# has no way to write the copying member that an abstract record asks of its heirs.</remarks>
public record InitializerOptions : IDictionaryStart
{
    /// <summary>
    /// Where the encoder starts: <c>independent</c> draws weights and bias from U(±1/sqrt D), the default of a linear layer in PyTorch;
    /// <c>tied</c> copies the decoder's directions, times <c>encoder_scale</c>, with bias 0 (a start only: the two train apart).
    /// </summary>
    public EncoderStart Encoder { get; init; } = EncoderStart.Independent;

    /// <summary>Length of every encoder row of a <c>tied</c> start.</summary>
    [Range(1e-4, 100.0)]
    [Unit("length")]
    [UsedOnlyIf(nameof(Encoder), EncoderStart.Tied)]
    public double EncoderScale { get; init; } = 1.0;

    /// <summary>
    /// Where the decoder bias starts: <c>zero</c>, the <c>mean</c> of the sample, or its <c>geometric-median</c>, the point with the smallest sum of
    /// distances to the rows (Bricken et al. 2023).
    /// </summary>
    [UsedOnlyIf("architecture.decoder_bias", true)]
    public DecoderBiasStart DecoderBias { get; init; } = DecoderBiasStart.Zero;
}
