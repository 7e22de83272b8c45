using SparsePlugins.Contracts;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="WorstPointsReinitializer"/>.</summary>
public sealed record WorstPointsOptions : ReinitializerOptions;

/// <summary>
/// Reinitializes dead features to the training points that were reconstructed worst since the last look, the worst first, each to one of its own.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023, and its
/// discussion, which warns that several dead features may be given the same true feature; encoder scale: Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: points that are zero, coincide with a worse one, or point where a living feature does, are left out. With more dead features than points the
/// others stay dead until the next time.
/// </remarks>
[Component("worst-points")]
public sealed class WorstPointsReinitializer(WorstPointsOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context) =>
        FeatureWeights.FromDirections(dead.WorstExamples, dead, options, context);
}
