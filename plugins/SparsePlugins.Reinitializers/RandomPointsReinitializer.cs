using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="RandomPointsReinitializer"/>.</summary>
public sealed record RandomPointsOptions : ReinitializerOptions;

/// <summary>Points dead features at random points of the sample, however well they are reconstructed: a control.</summary>
/// <remarks>
/// Source: the control for Bricken et al., "Towards Monosemanticity", 2023, which draws points by their loss; same encoder scale.
/// Departures: points that are zero are left out. A point serves twice only after every point served once, which happens
/// where more features are dead than the batch has usable rows; training never tells such twins apart, so let <c>training.batch</c> be larger.
/// </remarks>
[Component("random-points")]
public sealed class RandomPointsReinitializer(RandomPointsOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Every row of the sample is zero.</exception>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var usable = UsablePoints.Of("random-points", "rows of the sample", dead.Sample); // [P]
        var chosen = usable.index_select(0, Draw(usable.shape[0], dead.Indices.shape[0], context));
        return ProposedRows.Along(dead.Sample.index_select(0, chosen), dead, options);
    }

    /// <summary>[count] indices below <paramref name="points"/>: shuffled rounds of all of them, cut to length.</summary>
    private static Tensor Draw(long points, long count, ComponentContext context)
    {
        var rounds = new List<Tensor>();
        for (var drawn = 0L; drawn < count; drawn += points)
            rounds.Add(randperm(points, device: context.Device, generator: context.Random));
        return cat(rounds).narrow(0, 0, count);
    }
}
