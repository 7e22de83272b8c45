namespace SparsePlugins.Kernels;

/// <summary>What one update multiplies its settings by, and how many codes of a row it keeps.</summary>
/// <param name="LearningRate">The learning rate, for all parameters.</param>
/// <param name="Sparsity">The loss terms that make codes sparse.</param>
public readonly record struct UpdatePace(double LearningRate, double Sparsity)
{
    /// <summary>k of an architecture that keeps the largest codes; <see langword="null"/> for its own.</summary>
    public int? K { get; init; }

    /// <summary>Every setting as it is.</summary>
    public static UpdatePace Full => new(1, 1);
}
