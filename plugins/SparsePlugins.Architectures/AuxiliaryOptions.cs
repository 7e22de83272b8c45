using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Architectures;

/// <summary>The options that every architecture has that keeps the largest codes.</summary>
public record AuxiliaryOptions
{
    /// <summary>Whether a decoder bias is learned, and subtracted from the input; otherwise there is none.</summary>
    public bool DecoderBias { get; init; }

    /// <summary>Adds the auxiliary loss AuxK: dead features, silent for this many samples, are trained to reconstruct the residual. 0 is without.</summary>
    [Range(0L, 1_000_000_000_000_000L)]
    [Unit("samples")]
    public long AuxDeadAfter { get; init; }

    /// <summary>Weight of the auxiliary loss; 0 is without.</summary>
    [Range(0.0, 1000.0)]
    [UsedUnless(nameof(AuxDeadAfter), 0L)]
    public double AuxAlpha { get; init; } = 0.03125;

    /// <summary>Most dead features that a sample takes in the auxiliary loss; 0 is half of D, rounded up.</summary>
    [Range(0, 16_000_000)]
    [Unit("codes")]
    [UsedUnless(nameof(AuxDeadAfter), 0L)]
    [UsedUnless(nameof(AuxAlpha), 0.0)]
    public int AuxK { get; init; }
}
