using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Architectures;

/// <summary>What a JumpReLU autoencoder is penalized for; L0 is how many features a sample activates.</summary>
public enum JumpReluPenalty
{
    /// <summary>sparsity times L0 (arXiv 2407.14435).</summary>
    Step,

    /// <summary>sparsity times the sum of tanh(tanh_scale times code times length of the decoder row) (Anthropic, January 2025).</summary>
    Tanh,

    /// <summary>sparsity times (mean L0 of the batch / target_l0 - 1)^2 (arXiv 2407.14435, appendix).</summary>
    Quadratic,
}

/// <summary>Settings of <see cref="JumpReluArchitecture"/>.</summary>
public sealed record JumpReluOptions
{
    /// <summary>Weight of the penalty.</summary>
    [Range(0.0, 1e6)]
    public double Sparsity { get; init; } = 0.03;

    /// <summary>
    /// What is penalized: <c>step</c> is the number of active features, <c>tanh</c> a smooth count of them, <c>quadratic</c> how far their mean number is
    /// from <c>target_l0</c>.
    /// </summary>
    public JumpReluPenalty Penalty { get; init; }

    /// <summary>The mean number of active features that <c>quadratic</c> aims at.</summary>
    [Range(1e-3, 1e7)]
    [Unit("codes")]
    [UsedOnlyIf(nameof(Penalty), JumpReluPenalty.Quadratic)]
    public double TargetL0 { get; init; } = 20;

    /// <summary>How steeply <c>tanh</c> rises.</summary>
    [Range(1e-6, 1e6)]
    [UsedOnlyIf(nameof(Penalty), JumpReluPenalty.Tanh)]
    public double TanhScale { get; init; } = 4;

    /// <summary>The threshold of every feature before the first update.</summary>
    [Range(0.0, 1e6)]
    public double Threshold { get; init; } = 0.01;

    /// <summary>Width of the window around a threshold in which a pre-activation moves it.</summary>
    [Range(1e-9, 1e6)]
    public double Bandwidth { get; init; } = 0.05;

    /// <summary>
    /// Whether the estimates within the window, of codes and of the number of active ones, move pre-activations, too, and not thresholds alone (Anthropic,
    /// January 2025): a feature just below its threshold then learns.
    /// </summary>
    public bool GradientToInput { get; init; }

    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }

    /// <summary>
    /// Adds the pre-activation loss: for features that have not fired for this many samples, how far their pre-activations are below the threshold. 0 is
    /// without.
    /// </summary>
    [Range(0L, 1_000_000_000_000_000L)]
    [Unit("samples")]
    public long PreActDeadAfter { get; init; }

    /// <summary>Weight of the pre-activation loss.</summary>
    [Range(0.0, 1000.0)]
    [UsedUnless(nameof(PreActDeadAfter), 0L)]
    public double PreActWeight { get; init; } = 3e-6;
}
