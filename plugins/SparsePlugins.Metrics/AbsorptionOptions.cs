using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>Settings of <see cref="AbsorptionMetric"/>.</summary>
public sealed record AbsorptionOptions
{
    /// <summary>A parent counts where it is active in at least so many rows of the evaluation data with a child, and in so many without any.</summary>
    [Range(1, 1_000_000)]
    [Unit("rows")]
    public int LeastRows { get; init; } = 10;
}
