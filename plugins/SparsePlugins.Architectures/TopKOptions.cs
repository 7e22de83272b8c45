using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Architectures;

/// <summary>Settings of <see cref="TopKArchitecture"/>.</summary>
public sealed record TopKOptions : AuxiliaryOptions
{
    /// <summary>How many codes of a sample are kept.</summary>
    [Required]
    [Range(1, 16_000_000)]
    [Unit("codes")]
    public int K { get; init; }

    /// <summary>Weight of an L1 penalty on the codes.</summary>
    [Range(0.0, 1000.0)]
    public double L1 { get; init; }
}
