using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="WorstPointsReinitializer"/>.</summary>
public sealed record WorstPointsOptions : ReinitializerOptions;

/// <summary>
/// Points dead features at the training points that were reconstructed worst since the last look, the worst first, each at one of its own.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023, and its
/// discussion, which warns that several dead features may be given the same true feature; encoder scale: Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: points that are zero are left out. With more dead features than points, all serve again in the same order; training never tells such
/// twins apart, so let <c>every</c> times <c>training.batch</c> be larger than the dictionary.
/// </remarks>
[Component("worst-points")]
public sealed class WorstPointsReinitializer(WorstPointsOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Every example is zero.</exception>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var usable = UsablePoints.Of("worst-points", "worst examples", dead.WorstExamples); // [P], worst first
        var turns = arange(dead.Indices.shape[0], device: context.Device).remainder(usable.shape[0]); // [K]
        return ProposedRows.Along(dead.WorstExamples.index_select(0, usable.index_select(0, turns)), dead, options);
    }
}
