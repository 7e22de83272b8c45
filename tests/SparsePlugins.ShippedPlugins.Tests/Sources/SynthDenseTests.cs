using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Samples that are drawn on the device have the distribution of those that are drawn lazily.</summary>
public sealed class SynthDenseTests : TorchTest
{
    private const int N = 200_000;

    /// <summary>2 trees of 85 features and 86 features outside.</summary>
    private static readonly SynthSaeBenchOptions Options = new()
    {
        Shrink = 64,
        CorrelationScale = 0.15,
        WorldSeed = 5,
        OrthogonalizationSteps = 0,
        Sampler = SynthSampling.Dense,
    };

    private static readonly SynthWorld World = new(Options, new RandomSeed(5), CancellationToken.None);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [Trait("Category", "Long")]
    public void It_agrees_with_the_slow_sampler_and_with_the_lazy_one(bool exclusive, bool scaled)
    {
        var options = Options with { Exclusive = exclusive, ScaleByParent = scaled };
        var world = new SynthWorld(options, new RandomSeed(5), CancellationToken.None);
        var (dense, lazy) = (Densely(world), Lazily(world));

        AssertAlike(dense.gt(0).sum(dim: 0), lazy.gt(0).sum(dim: 0));
        var spread = 5 * (dense.var(0) + lazy.var(0)).div(N).sqrt();
        Assert.True(((dense.mean([0]) - lazy.mean([0])).abs() <= spread + 1e-6).all().item<bool>(), "mean strengths");
        if (exclusive && scaled)
        {
            AssertAlike(dense.gt(0).sum(dim: 0), SynthReference.Draw(world, N, seed: 3).gt(0).sum(dim: 0));
        }
    }

    [Fact]
    public void Children_fire_only_with_their_parent_and_without_their_siblings()
    {
        var fires = Densely(World, 20_000).gt(0);
        for (var parent = 0; parent < World.Tree.Count; parent++)
        {
            var (first, count) = World.Tree.ChildrenOf(parent);
            var together = fires[.., first..(first + count)].sum(dim: 1);
            Assert.True(together.le(1).all().item<bool>(), $"siblings below {parent}");
            Assert.False((together.gt(0) & fires[.., parent].logical_not()).any().item<bool>(), $"orphans of {parent}");
        }
    }

    /// <summary>More rows than are drawn at once.</summary>
    [Fact]
    public void A_batch_is_the_sum_of_what_fires_in_it()
    {
        const int rows = 70_000;
        var source = new SynthSaeBenchSource(Options);
        using var context = new ComponentContext(CPU, new RandomSeed(5));
        using var stream = source.Open(context);
        using var sampler = new SynthDenseSampler(World, CPU);
        using var random = sampler.Random(context.Seed, DataSplit.Training, 3);
        var strengths = cat([.. sampler.DrawStrengths(rows, random)]);
        var expected = strengths.mm(tensor(World.Directions).reshape(256, -1)) + tensor(World.Bias);

        Assert.True((stream.Batch(DataSplit.Training, 3, rows) - expected).abs().max().item<float>() < 1e-4);
        var firing = source.Firing(context, DataSplit.Training, 3, rows);
        int[] looked = [0, 65_535, 65_536, rows - 1];
        Assert.All(
            looked,
            row => Assert.Equal(strengths[row].nonzero().flatten().data<long>().Select(feature => (int)feature), firing[row])
        );
    }

    [Fact]
    public void Batches_are_functions_of_their_numbers()
    {
        using var context = new ComponentContext(CPU, new RandomSeed(5));
        using var one = new SynthSaeBenchSource(Options).Open(context);
        using var other = new SynthSaeBenchSource(Options).Open(context);
        _ = other.Batch(DataSplit.Training, 0, 8);

        Assert.Equal(Bytes(one, DataSplit.Training, 1), Bytes(other, DataSplit.Training, 1));
        Assert.NotEqual(Bytes(one, DataSplit.Training, 1), Bytes(one, DataSplit.Training, 2));
        Assert.NotEqual(Bytes(one, DataSplit.Training, 1), Bytes(one, DataSplit.Evaluation, 1));
    }

    private static byte[] Bytes(IActivationStream stream, DataSplit split, long index) => stream.Batch(split, index, 8).bytes.ToArray();

    /// <summary>Chi-squared with a degree a feature: mean 1, standard deviation of the sum sqrt(2 G).</summary>
    private static void AssertAlike(Tensor counts, Tensor others)
    {
        var differences = Numbers(counts).Zip(Numbers(others), (a, b) => (a - b) * (a - b) / Math.Max(1, a + b));
        Assert.Equal(256, differences.Sum(), 5 * Math.Sqrt(2 * 256));
    }

    private static Tensor Densely(SynthWorld world, int rows = N)
    {
        using var sampler = new SynthDenseSampler(world, CPU);
        using var random = sampler.Random(new RandomSeed(9), DataSplit.Training, 0);
        return cat([.. sampler.DrawStrengths(rows, random)]);
    }

    private static Tensor Lazily(SynthWorld world) => SynthSamplerTests.Lazily(world, N);
}
