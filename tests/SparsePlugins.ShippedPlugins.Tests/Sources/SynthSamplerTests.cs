using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>200,000 samples of the lazy sampler against what the definition says, and against a slow one.</summary>
public sealed class SynthSamplerTests : TorchTest
{
    private const int N = 200_000;

    /// <summary>2 trees of 85 features, 86 features outside; correlated four times as much as published.</summary>
    private static readonly SynthSaeBenchOptions Options = new()
    {
        Shrink = 64,
        CorrelationScale = 0.15,
        WorldSeed = 5,
        OrthogonalizationSteps = 0,
    };

    private static readonly Lazy<(SynthWorld World, Tensor Strengths)> Drawn = new(() =>
    {
        var world = new SynthWorld(Options, new RandomSeed(5), CancellationToken.None);
        return (world, Lazily(world, N).DetachFromDisposeScope());
    });

    private static SynthWorld World => Drawn.Value.World;

    private static Tensor Strengths => Drawn.Value.Strengths;

    [Fact]
    public void Features_are_active_as_often_as_is_stated()
    {
        var stated = SynthMarginals.Of(World);
        var counted = Numbers(Strengths.gt(0).sum(dim: 0));

        Assert.All(
            stated.Zip(counted),
            pair => Assert.Equal(pair.First, pair.Second / N, (5 * Math.Sqrt(pair.First / N)) + (0.05 * pair.First))
        );
    }

    [Fact]
    public void Features_outside_of_trees_and_roots_keep_their_rates()
    {
        var counted = Numbers(Strengths.gt(0).sum(dim: 0));
        int[] ungated = [.. Enumerable.Range(0, 2), .. Enumerable.Range(170, 86)];

        Assert.Equal(256, World.Sizes.Features);
        Assert.All(
            ungated,
            feature => Assert.Equal(World.RawRates[feature], counted[feature] / N, 5 * Math.Sqrt(World.RawRates[feature] / N))
        );
    }

    [Fact]
    public void Children_fire_only_with_their_parent_and_without_their_siblings()
    {
        var fires = Strengths.gt(0);
        for (var parent = 0; parent < World.Tree.Count; parent++)
        {
            var (first, count) = World.Tree.ChildrenOf(parent);
            if (count > 0)
            {
                var together = fires[.., first..(first + count)].sum(dim: 1);
                Assert.Equal(1, Math.Max(1, together.max().item<long>()));
                Assert.Equal(0, (together.gt(0) & fires[.., parent].logical_not()).sum().item<long>());
            }
        }
    }

    [Fact]
    public void A_child_is_as_strong_as_its_parent_allows()
    {
        // Strength over (parent's strength / parent's mean) has the child's own mean and deviation.
        var both = Strengths[Strengths[.., 2].gt(0)]; // Feature 2 is the first child of root 0.
        var ratio = both[.., 2] / both[.., 0] * World.Means[0];

        Assert.True(ratio.shape[0] > 10_000);
        Assert.Equal(World.Means[2], ratio.mean().item<float>(), 5 * World.Deviations[2] / Math.Sqrt(ratio.shape[0]));
        Assert.Equal(World.Deviations[2], ratio.std().item<float>(), 0.02 * World.Deviations[2]);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void It_agrees_with_the_sampler_that_draws_everything()
    {
        var slow = SynthReference.Draw(World, N, seed: 3);
        var (mine, theirs) = (Numbers(Strengths.gt(0).sum(dim: 0)), Numbers(slow.gt(0).sum(dim: 0)));
        var differences = mine.Zip(theirs, (a, b) => (a - b) * (a - b) / Math.Max(1, a + b)).ToArray();

        // Chi-squared with a degree a feature: mean 1, standard deviation of the sum sqrt(2 G).
        Assert.Equal(256, differences.Sum(), 5 * Math.Sqrt(2 * 256));
        Assert.Equal(
            Numbers(slow.sum(dim: 0)).Sum() / N,
            Numbers(Strengths.sum(dim: 0)).Sum() / N,
            5 * Math.Sqrt(2 * Strengths.sum(dim: 1).var().item<float>() / N)
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Pairs_of_features_fire_together_as_often_as_there()
    {
        var slow = SynthReference.Draw(World, N, seed: 4).gt(0).to_type(ScalarType.Float32);
        var mine = Strengths.gt(0).to_type(ScalarType.Float32);
        var (together, there) = (Numbers(mine.t().mm(mine).triu(1)), Numbers(slow.t().mm(slow).triu(1)));
        var pairs = together.Zip(there).Where(pair => pair.First + pair.Second >= 50).ToArray();
        var statistic = pairs.Sum(pair => Math.Pow(pair.First - pair.Second, 2) / (pair.First + pair.Second));

        // Pairs share features, so the statistic spreads more than a chi-squared one would.
        Assert.True(pairs.Length > 2_000, $"{pairs.Length}");
        Assert.InRange(statistic / pairs.Length, 0.8, 1.25);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Factors_make_firings_depend_on_each_other()
    {
        var plain = Options with { CorrelationScale = 0 };
        var independent = Lazily(new SynthWorld(plain, new RandomSeed(5), CancellationToken.None), N);

        Assert.InRange(Dependence(Strengths), 5, double.PositiveInfinity);
        Assert.InRange(Dependence(independent), 0.7, 1.4);
    }

    [Fact]
    public void Features_that_almost_never_fire_given_the_factors_do_no_harm()
    {
        var steep = new SynthSaeBenchOptions { CorrelationScale = 0.5, OrthogonalizationSteps = 0 }; // Nearly all variance is common.
        var world = new SynthWorld(steep, new RandomSeed(5), CancellationToken.None);
        var outside = Lazily(world, 20_000)[.., world.Tree.Count..].gt(0).to_type(ScalarType.Float64).mean([0]).sum().item<double>();

        // Features depend on each other, so that their mean number spreads more: a fifth of it is 7 standard deviations here.
        var stated = world.RawRates[world.Tree.Count..].Sum();
        Assert.Equal(stated, outside, tolerance: 0.2 * stated);
    }

    /// <summary>The mean squared correlation of features outside of trees, times N: 1 where they are independent.</summary>
    private static double Dependence(Tensor strengths)
    {
        var outside = strengths[.., 170..].gt(0).to_type(ScalarType.Float64);
        return corrcoef(outside.t()).triu(1).square().sum().item<double>() * N / (86 * 85 / 2);
    }

    /// <summary>[N, G]</summary>
    internal static Tensor Lazily(SynthWorld world, int rows)
    {
        var strengths = new float[rows * world.Sizes.Features];
        var (sampler, random) = (new SynthSampler(world), new FastRandom(new RandomSeed(9)));
        for (var row = 0; row < rows; row++)
        {
            foreach (var (feature, strength) in sampler.Draw(random))
            {
                strengths[(row * world.Sizes.Features) + feature] += strength;
            }
        }

        return tensor(strengths).reshape(rows, world.Sizes.Features);
    }
}
