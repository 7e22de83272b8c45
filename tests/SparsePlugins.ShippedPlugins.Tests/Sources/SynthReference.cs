using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>The sampler as the definition reads: every feature of every sample is drawn, then gated level by level.</summary>
internal static class SynthReference
{
    private const int AtOnce = 20_000;

    /// <summary>[N, G] strengths, 0 where a feature is not active.</summary>
    /// <param name="world">The model.</param>
    /// <param name="rows">N, a multiple of 20,000.</param>
    /// <param name="seed">Of the samples.</param>
    public static Tensor Draw(SynthWorld world, int rows, ulong seed)
    {
        using var random = new Generator(seed);
        return cat([.. Enumerable.Range(0, rows / AtOnce).Select(_ => DrawSome(world, AtOnce, random))]);
    }

    private static Tensor DrawSome(SynthWorld world, int rows, Generator random)
    {
        using var scope = NewDisposeScope();
        var (features, rank) = (world.Sizes.Features, world.Copula.Rank);
        var factors = randn(rows, rank, generator: random);
        var own = randn(rows, features, generator: random);
        var slopes = tensor(world.Copula.Slopes).reshape(features, rank);
        var fires = factors.mm(slopes.t()) + own > tensor(world.Copula.Offsets);
        var noise = randn(rows, features, generator: random);
        var strengths = (tensor(world.Means) + (tensor(world.Deviations) * noise)).relu() * fires;
        for (var parent = 0; parent < world.Tree.Count; parent++)
        {
            Gate(world, strengths, parent, random);
        }

        return strengths.MoveToOuterDisposeScope();
    }

    private static void Gate(SynthWorld world, Tensor strengths, int parent, Generator random)
    {
        var (first, count) = world.Tree.ChildrenOf(parent);
        if (count == 0)
        {
            return;
        }

        var scale = strengths[.., parent] / world.Means[parent];
        var children = strengths[.., first..(first + count)] * scale.unsqueeze(1);
        var lots = rand(children.shape[0], count, generator: random) * children.gt(0); // The largest lot of those that are active stays.
        var kept = lots.eq(lots.amax([1], keepdim: true)) & children.gt(0);
        strengths[.., first..(first + count)] = children * kept;
    }
}
