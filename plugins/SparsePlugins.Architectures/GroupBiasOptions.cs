using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="GroupBiasArchitecture"/>.</summary>
public sealed record GroupBiasOptions
{
    /// <summary>Number of groups of features, at most F; feature f belongs to group f <c>groups</c> / F, rounded down.</summary>
    [Range(1, 1000)]
    [Unit("groups")]
    public int Groups { get; init; } = 10;

    /// <summary>Part of the samples on which a feature of the first group may be active.</summary>
    [Range(1e-9, 1.0)]
    public double HighestRate { get; init; } = 0.1;

    /// <summary>Rate of each group, as a multiple of that of the group before it.</summary>
    [Range(1e-3, 1.0)]
    [UsedUnless(nameof(Groups), 1)]
    public double RateRatio { get; init; } = 0.5;

    /// <summary>Biases move when this many samples were seen since they last did; several times 1 / the lowest rate measures it.</summary>
    [Range(1L, 1_000_000_000_000L)]
    [Unit("samples")]
    public long AdaptAfter { get; init; } = 10_000;

    /// <summary>How far the bias of a feature falls that is active too often, as a part of its largest code.</summary>
    [Range(1e-6, 1.0)]
    public double Lower { get; init; } = 0.01;

    /// <summary>How far the bias of a feature rises that is never active, as a part of the mean of its group's largest codes.</summary>
    [Range(1e-6, 1.0)]
    public double Raise { get; init; } = 0.01;

    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }
}
