using System.ComponentModel.DataAnnotations;

namespace SparsePlugins.Contracts;

/// <summary>The options that every initializer has: how the encoder and the decoder bias start.</summary>
/// <remarks>Not abstract, so that F# can inherit it: F# has no way to write the copying member that an abstract record asks of its heirs.</remarks>
public record InitializerOptions : IDictionaryStart, IFittedStart
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
    [UsedUnless(nameof(FitEncoderScale), true)]
    [UsedUnless(nameof(Align), true)]
    public double EncoderScale { get; init; } = 1.0;

    /// <summary>
    /// Gives the encoder rows of a <c>tied</c> start the length 1 / <c>decoder_scale</c>, so that the scalar product of each with its decoder row is 1: where
    /// aligned training begins (arXiv 2605.18629, which keeps it there).
    /// </summary>
    [UsedOnlyIf(nameof(Encoder), EncoderStart.Tied)]
    [UsedUnless(nameof(FitEncoderScale), true)]
    [UsedUnless(nameof(DecoderScale), 1.0)]
    public bool Align { get; init; }

    /// <summary>
    /// Gives the encoder rows of a <c>tied</c> start the length with which the sample is reconstructed with the smallest squared error, with ReLU codes and
    /// encoder biases 0: what a search over a grid of lengths approaches (arXiv 2508.16929).
    /// </summary>
    [UsedOnlyIf(nameof(Encoder), EncoderStart.Tied)]
    public bool FitEncoderScale { get; init; }

    /// <summary>
    /// Where the decoder bias starts: <c>zero</c>, the <c>mean</c> of the sample, or its <c>geometric-median</c>, the point with the smallest sum of
    /// distances to the rows (Bricken et al. 2023).
    /// </summary>
    [UsedOnlyIf("architecture.decoder_bias", true)]
    public DecoderBiasStart DecoderBias { get; init; } = DecoderBiasStart.Zero;

    /// <summary>Length of every decoder row; other than 1 only where the architecture lets it change.</summary>
    [Range(1e-4, 100.0)]
    [Unit("length")]
    [UsedOnlyIf("architecture.unit_decoder", false)]
    public double DecoderScale { get; init; } = 1.0;

    /// <summary>
    /// Where encoder biases start: <c>with-encoder</c> draws those of an independent encoder and has 0 for a tied one; <c>zero</c>; <c>negative-mean</c> is
    /// minus the mean pre-activation of the sample (arXiv 2508.16929); <c>quantile</c> lets every feature be active on <c>firing_rate</c> of the sample
    /// (Anthropic, January 2025).
    /// </summary>
    public EncoderBiasStart EncoderBias { get; init; }

    /// <summary>The part of the sample on which a feature is active at the start.</summary>
    [Range(1e-9, 1.0)]
    [UsedOnlyIf(nameof(EncoderBias), EncoderBiasStart.Quantile)]
    public double FiringRate { get; init; } = 0.02;

    /// <summary>Lets the rates fall as a power law: feature i, from 0, is active on <c>firing_rate</c> / (i + 1)^<c>firing_rate_decay</c> of the sample.</summary>
    [Range(0.0, 10.0)]
    [UsedOnlyIf(nameof(EncoderBias), EncoderBiasStart.Quantile)]
    public double FiringRateDecay { get; init; }
}
