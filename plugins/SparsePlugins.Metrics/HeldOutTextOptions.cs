using System.ComponentModel.DataAnnotations;

namespace SparsePlugins.Metrics;

/// <summary>Settings of metrics for which a language model reads held-out text.</summary>
public sealed record HeldOutTextOptions
{
    /// <summary>How many contexts of held-out text the model reads, the first ones; all where the source holds out fewer.</summary>
    [Range(1, 1_000_000)]
    public int Contexts { get; init; } = 32;
}
