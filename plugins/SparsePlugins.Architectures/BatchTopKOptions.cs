using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Architectures;

/// <summary>The options of architectures that keep the largest codes of a whole batch.</summary>
public record BatchTopKOptions : AuxiliaryOptions
{
    /// <summary>How many codes of a sample are kept on average.</summary>
    [Required]
    [Range(1, 16_000_000)]
    [Unit("codes")]
    public int K { get; init; }

    /// <summary>How far an update moves the threshold of evaluation towards the smallest code that its batch kept.</summary>
    [Range(1e-6, 1.0)]
    public double ThresholdRate { get; init; } = 0.01;
}
