using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="RandomDirectionsReinitializer"/>.</summary>
public sealed record RandomDirectionsOptions : ReinitializerOptions;

/// <summary>Gives dead features directions that are uniform on the sphere and know nothing of the data: a control.</summary>
/// <remarks>
/// Source: Muller, "A note on a method for generating points uniformly on n-dimensional spheres", Communications of the ACM 2(4), 1959;
/// encoder scale: Bricken et al., "Towards Monosemanticity", 2023.
/// Departures: none.
/// </remarks>
[Component("random-directions")]
public sealed class RandomDirectionsReinitializer(RandomDirectionsOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var (count, width) = (dead.Indices.shape[0], dead.Sample.shape[1]);
        var directions = randn(count, width, device: context.Device, generator: context.Random);
        return FeatureWeights.FromDirections(directions, dead, options, context);
    }
}
