using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="RandomPointsReinitializer"/>.</summary>
public sealed record RandomPointsOptions : ReinitializerOptions;

/// <summary>Reinitializes dead features to random points of the sample, however well they are reconstructed: a control.</summary>
/// <remarks>
/// Source: the control for Bricken et al., "Towards Monosemanticity", 2023, which draws points by their loss; same encoder scale.
/// Departures: points that are zero, coincide with one drawn before, or point where a living feature does, are left out. Where more features are dead than the
/// batch has such points the others stay dead until the next time.
/// </remarks>
[Component("random-points")]
public sealed class RandomPointsReinitializer(RandomPointsOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var usable = (dead.Sample != 0).any(1).nonzero().flatten(); // [U]
        var order = randperm(usable.shape[0], device: context.Device, generator: context.Random);
        return FeatureWeights.FromDirections(dead.Sample.index_select(0, usable.index_select(0, order)), dead, options, context);
    }
}
