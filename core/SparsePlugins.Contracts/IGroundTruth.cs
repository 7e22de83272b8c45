using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IActivationSource"/> by a source that knows the features behind its data.</summary>
public interface IGroundTruth
{
    /// <summary>The true features of the data that <see cref="IActivationSource.Open"/> gives for the same seed.</summary>
    /// <param name="context">A context with the seed that the source is opened with.</param>
    GroundTruth Reveal(ComponentContext context);
}

/// <summary>The features that made the data.</summary>
/// <param name="Features">[G, D]; every row has length 1.</param>
/// <param name="FiringProbabilities">[G]; the probability that a feature is active in a sample.</param>
public sealed record GroundTruth(Tensor Features, Tensor FiringProbabilities)
{
    /// <summary>[G] for each feature its parent, -1 where it has none; never <see langword="null"/> for a metric that needs <see cref="Capability.Hierarchy"/>.</summary>
    public IReadOnlyList<int>? Parents { get; init; }
}
