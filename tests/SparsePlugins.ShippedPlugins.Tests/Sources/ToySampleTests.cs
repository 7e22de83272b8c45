using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ToySampleTests : TorchTest
{
    private static readonly ToySuperpositionOptions Options = new()
    {
        ActivationDim = 48,
        Features = 24,
        Active = 6,
    };

    [Theory]
    [InlineData(StrengthDistribution.Uniform, 0.5, 1 / 12.0)]
    [InlineData(StrengthDistribution.HalfNormal, 0.7978845608, 0.3633802276)]
    [InlineData(StrengthDistribution.Exponential, 1, 1)]
    [InlineData(StrengthDistribution.Constant, 1, 0)]
    public void Strengths_have_the_mean_and_variance_of_their_distribution(StrengthDistribution strengths, double mean, double variance)
    {
        var values = ToyData.Strengths(Options with { Strengths = strengths }, 20_000);
        var active = Numbers(values[values.ne(0)]);
        var error = 5 * Math.Sqrt(variance / active.Length);
        Assert.Equal(mean, active.Average(), error + 1e-5);
        Assert.Equal(variance, active.Average(value => Math.Pow(value - mean, 2)), (20 * error) + 1e-5);
        Assert.True(active.Min() > 0);
    }

    [Fact]
    public void Uniform_strengths_are_uniform()
    {
        var values = ToyData.Strengths(Options, 20_000);
        var active = Numbers(values[values.ne(0)]);
        var tenths = active.CountBy(value => Math.Min(9, (int)(value * 10))).ToDictionary();
        Assert.Equal(10, tenths.Count);
        Assert.All(tenths.Values, count => Assert.Equal(active.Length / 10.0, count, 5 * Math.Sqrt(active.Length * 0.09)));
    }

    [Fact]
    public void Noise_is_gaussian_with_the_standard_deviation_asked_for()
    {
        // A millionth of a feature a sample: what is seen is noise.
        var noise = Numbers(ToyData.Samples(Options with { Active = 1e-6, Noise = 0.3 }, 10_000));
        Assert.Equal(0, noise.Average(), 5 * 0.3 / Math.Sqrt(noise.Length));
        Assert.Equal(1, noise.Average(value => Math.Pow(value / 0.3, 2)), 5 * Math.Sqrt(2.0 / noise.Length));
        Assert.Equal(3, noise.Average(value => Math.Pow(value / 0.3, 4)), 5 * Math.Sqrt(96.0 / noise.Length));
    }

    [Fact]
    public void Noise_is_added_to_the_same_samples()
    {
        var difference = Numbers(ToyData.Samples(Options with { Noise = 0.01 }, 500) - ToyData.Samples(Options, 500));
        Assert.Equal(0.01, Math.Sqrt(difference.Average(value => value * value)), 0.0005);
    }

    [Fact]
    public void Features_are_random_directions()
    {
        // Cosines of independent directions have mean 0 and variance 1/D.
        var features = ToyData.Truth(new() { ActivationDim = 64, Features = 200 }).Features;
        var cosines = Numbers(features.matmul(features.t()).triu(1));
        Assert.Equal(0, cosines.Sum() / 19_900, 5 / Math.Sqrt(64 * 19_900));
        Assert.Equal(1 / 64.0, cosines.Sum(value => value * value) / 19_900, 0.001);
    }

    [Fact]
    public void The_truth_depends_on_the_seed_alone_and_not_on_how_samples_are_drawn()
    {
        var truth = ToyData.Truth(Options).Features;
        var others = Options with { Active = 2, Strengths = StrengthDistribution.Constant, Noise = 0.1, AllZero = AllZeroRule.ForceOne };
        Assert.True(truth.equal(ToyData.Truth(others).Features).all().item<bool>());
        Assert.True(truth.equal(ToyData.Truth(others with { Correlation = FiringCorrelation.PerBatch }).Features).all().item<bool>());
        Assert.False(truth.equal(ToyData.Truth(Options, seed: 8).Features).all().item<bool>());
    }

    [Fact]
    public void A_context_whose_generator_was_used_gives_the_same_samples()
    {
        using var fresh = ToyProblem.Context();
        using var used = ToyProblem.Context();
        _ = rand(10, generator: used.Random);
        using var one = new ToySuperpositionSource(Options).Open(fresh);
        using var other = new ToySuperpositionSource(Options).Open(used);
        Assert.True(one.Batch(DataSplit.Training, 3, 50).equal(other.Batch(DataSplit.Training, 3, 50)).all().item<bool>());
    }

    [Fact]
    public void A_batch_too_large_for_a_tensor_of_this_source_is_refused()
    {
        using var context = ToyProblem.Context();
        using var stream = new ToySuperpositionSource(new() { ActivationDim = 65536 }).Open(context);
        var refused = Assert.Throws<ArgumentException>(() => stream.Batch(DataSplit.Training, 0, 8192));
        Assert.Contains("8192 rows of 65536", refused.Message, StringComparison.Ordinal);
    }
}
