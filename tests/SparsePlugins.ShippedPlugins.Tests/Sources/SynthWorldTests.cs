using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class SynthSaeBenchSourceTests : SourceConformance
{
    protected override IActivationSource Create() => new SynthSaeBenchSource(new SynthSaeBenchOptions { Shrink = 128 });
}

/// <summary>What a model of the benchmark is, against numbers computed from its definition.</summary>
public sealed class SynthWorldTests : TorchTest
{
    /// <summary>Without correlation, for which rates have a closed form, and with directions that nobody looks at.</summary>
    private static readonly SynthSaeBenchOptions Published = new()
    {
        Shrink = 1,
        ActivationDim = 2,
        CorrelationScale = 0,
        OrthogonalizationSteps = 0,
    };

    [Fact]
    public void The_published_model_has_the_published_rates()
    {
        var rates = SynthMarginals.Of(new SynthWorld(Published, new RandomSeed(1), CancellationToken.None));

        Assert.Equal(16384, rates.Length);
        Assert.Equal(8.20, rates[..128].Sum(), 0.005);
        Assert.Equal(7.32, rates[128..640].Sum(), 0.01);
        Assert.Equal(7.32, rates[640..2688].Sum(), 0.01);
        Assert.Equal(7.13, rates[2688..10880].Sum(), 0.01);
        Assert.Equal(4.52, rates[10880..].Sum(), 0.005);
        Assert.Equal(25.2, rates[..4096].Sum(), 0.05);
        Assert.Equal(0.62, rates.Count(rate => rate < 1e-3) / 16384.0, 0.005);
    }

    /// <summary>The mean over 16,384 directions of the largest |cosine| with another one is near .15 (docs of SAELens on the model).</summary>
    [Fact]
    [Trait("Category", "Exhaustive")]
    public void Directions_of_the_published_model_interfere_as_little_as_is_published()
    {
        var random = new FastRandom(new RandomSeed(42));
        var drawn = SynthDirections.Draw(
            new SynthSizes(Features: 16384, Width: 768, Roots: 128),
            steps: 100,
            random,
            CancellationToken.None
        );
        var rows = tensor(drawn).reshape(16384, 768);

        var pushed = MeanLargestCosine(rows);

        Assert.Equal(0.15, pushed, 0.01);
        using var still = tensor(
            SynthDirections.Draw(new SynthSizes(16384, 768, 128), 0, new FastRandom(new RandomSeed(42)), CancellationToken.None)
        );
        Assert.InRange(pushed, 0, MeanLargestCosine(still.reshape(16384, 768)));
    }

    /// <summary>Over the first 2,048 rows, in blocks, each without its own direction.</summary>
    private static double MeanLargestCosine(Tensor rows)
    {
        const int Block = 1024;
        const int Seen = 2048;
        double sum = 0;
        for (long first = 0; first < Seen; first += Block)
        {
            using var scope = NewDisposeScope();
            var cosines = rows.narrow(0, first, Block).mm(rows.t()).abs(); // [1024, G]
            cosines.diagonal(first).zero_();
            sum += cosines.amax([1]).sum().item<float>();
        }

        return sum / Seen;
    }

    [Fact]
    public void Rates_fall_from_the_largest_to_the_smallest_as_a_power_law_that_was_moved()
    {
        var rates = SynthRates.Nominal(4, new SynthSaeBenchOptions { LargestRate = 0.5, SmallestRate = 0.1 });

        // i^-.5 is 1, .7071, .5774, .5; less .5, over .5: 1, .4142, .1547, 0.
        Assert.Equal([0.5, 0.26569, 0.16188, 0.1], rates.Select(rate => Math.Round(rate, 5)));
    }

    [Fact]
    public void Children_are_raised_for_their_parent_and_their_siblings()
    {
        var tree = new SynthTree(new SynthSizes(Features: 4, Width: 2, Roots: 1), children: 2, depth: 1);

        // Root .5, children .1 and .05: .1 / .5 (1 + .05 / .5) and .05 / .5 (1 + .1 / .5); the last is in no tree.
        Assert.Equal(
            [0.5, 0.22, 0.12, 0.04],
            SynthRates.Compensated([0.5, 0.1, 0.05, 0.04], tree, exclusive: true).Select(rate => Math.Round(rate, 9))
        );
        Assert.Equal(
            [0.5, 0.2, 0.1, 0.04],
            SynthRates.Compensated([0.5, 0.1, 0.05, 0.04], tree, exclusive: false).Select(rate => Math.Round(rate, 9))
        );
    }

    [Fact]
    public void Of_two_siblings_one_stays()
    {
        double[] children = [0.4, 0.5];

        SynthMarginals.Keep(children, parent: 0.5, exclusive: true);

        // The first stays alone with probability .5, and half the time with the other: .5 x .4 x (.5 + .25); .5 x .5 x (.6 + .2).
        Assert.Equal([0.15, 0.2], children.Select(rate => Math.Round(rate, 9)));
    }

    [Fact]
    public void Trees_are_numbered_level_by_level()
    {
        var tree = new SynthTree(new SynthSizes(Features: 20, Width: 2, Roots: 2), children: 2, depth: 2);

        Assert.Equal(14, tree.Count);
        Assert.Equal((2, 2), tree.ChildrenOf(0));
        Assert.Equal((4, 2), tree.ChildrenOf(1));
        Assert.Equal((12, 2), tree.ChildrenOf(5));
        Assert.Equal(0, tree.ChildrenOf(6).Count);
        Assert.Equal(5, tree.ParentOf(13));
        Assert.True(tree.IsChild(13));
        Assert.False(tree.IsChild(14));
    }

    [Fact]
    public void Directions_are_pushed_along_the_gradient_of_the_definition()
    {
        var rows = randn(7, 5, dtype: ScalarType.Float64, generator: new Generator(1)).requires_grad_();
        var products = rows.mm(rows.t());
        var between = products.square().sum() - products.diagonal().square().sum();
        (between + (7 * (products.diagonal() - 1).square().sum())).backward();

        using var noGradient = no_grad();
        Assert.True((SynthDirections.Gradient(rows) - rows.grad!).abs().max().item<double>() < 1e-9);
    }

    [Fact]
    public void Directions_interfere_less_than_random_ones()
    {
        double Interference(int steps)
        {
            var drawn = SynthDirections.Draw(new SynthSizes(1024, 96, 8), steps, new FastRandom(new RandomSeed(1)), CancellationToken.None);
            var rows = tensor(drawn).reshape(1024, 96);
            return (rows.mm(rows.t()) - eye(1024)).square().sum().item<float>();
        }

        // Random rows have G (G - 1) / D; the least possible is that of a tight frame, G^2 / D - G, which is 1 - D / G = 0.906 of it.
        Assert.Equal(1024 * 1023 / 96.0, Interference(0), tolerance: 200.0);
        Assert.InRange(Interference(100) / Interference(0), 0.90, 0.93);
    }

    [Theory]
    [InlineData(1, 16384, 768, 128)]
    [InlineData(4, 4096, 272, 32)]
    [InlineData(16, 1024, 96, 8)]
    public void Smaller_models_have_stated_sizes(int shrink, int features, int width, int roots) =>
        Assert.Equal(new SynthSizes(features, width, roots), SynthSizes.Of(new SynthSaeBenchOptions { Shrink = shrink }));

    [Fact]
    public void One_seed_of_the_world_gives_one_model_for_all_seeds_of_an_experiment()
    {
        var source = new SynthSaeBenchSource(new SynthSaeBenchOptions { Shrink = 64, WorldSeed = 42 });
        using var first = ToyProblem.Context(1);
        using var second = ToyProblem.Context(2);

        Assert.Equal(source.Reveal(first).Features.data<float>().ToArray(), source.Reveal(second).Features.data<float>().ToArray());
        using var one = source.Open(first);
        using var other = source.Open(second);
        Assert.NotEqual(
            one.Batch(DataSplit.Training, 0, 4).data<float>().ToArray(),
            other.Batch(DataSplit.Training, 0, 4).data<float>().ToArray()
        );
    }

    [Fact]
    public void Trees_that_hold_more_than_there_is_are_refused() =>
        Assert.Equal(
            "synth-sae-bench: 8 trees of 4 children and depth 4 hold 2728 features, but there are 1024; type fewer roots, children or levels, or more features",
            Assert.Throws<ArgumentException>(() => new SynthSaeBenchSource(new SynthSaeBenchOptions { Depth = 4 })).Message
        );

    [Fact]
    public void Means_of_zero_are_refused_where_something_is_divided_by_them() =>
        Assert.StartsWith(
            "synth-sae-bench: first_mean and last_mean must be above 0",
            Assert.Throws<ArgumentException>(() => new SynthSaeBenchSource(new SynthSaeBenchOptions { LastMean = 0 })).Message
        );

    [Fact]
    public void Rates_in_the_wrong_order_are_refused() =>
        Assert.Equal(
            "synth-sae-bench: smallest_rate must be at most largest_rate, 0.4, got 0.5",
            Assert.Throws<ArgumentException>(() => new SynthSaeBenchSource(new SynthSaeBenchOptions { SmallestRate = 0.5 })).Message
        );
}
