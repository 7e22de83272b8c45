using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ToyFiringTests : TorchTest
{
    private const int N = 40_000;

    private static readonly ToySuperpositionOptions Options = new()
    {
        ActivationDim = 64,
        Features = 32,
        Active = 4,
        Decay = 0.95,
        Strengths = StrengthDistribution.Constant,
    };

    [Fact]
    public void Every_feature_fires_as_often_as_its_probability_says()
    {
        var probabilities = Numbers(ToyData.Truth(Options).FiringProbabilities);
        var counts = Numbers(ToyData.Active(Options, N).sum(dim: 0));
        Assert.All(counts.Zip(probabilities), pair => AssertCount(pair.First, pair.Second));
    }

    [Fact]
    public void Probabilities_decay_geometrically_and_sum_to_the_active_features()
    {
        var probabilities = Numbers(ToyData.Truth(Options).FiringProbabilities);
        Assert.Equal(4, probabilities.Sum(), 1e-5);
        Assert.All(probabilities.Skip(1).Zip(probabilities), pair => Assert.Equal(0.95, pair.First / pair.Second, 1e-5));
    }

    [Fact]
    public void Features_fire_independently_of_each_other()
    {
        var active = ToyData.Active(Options, N);
        var together = Numbers(active.t().matmul(active));
        var p = Numbers(ToyData.Truth(Options).FiringProbabilities);
        foreach (var (a, b) in from a in Enumerable.Range(0, 32) from b in Enumerable.Range(0, a) select (a, b))
        {
            AssertCount(together[(a * 32) + b], p[a] * p[b]);
        }
    }

    [Fact]
    public void Rows_fire_independently_of_their_neighbours()
    {
        var active = ToyData.Active(Options, N);
        var twice = Numbers((active[..^1] * active[1..]).sum(dim: 0));
        var p = Numbers(ToyData.Truth(Options).FiringProbabilities);
        Assert.All(twice.Zip(p), pair => AssertCount(pair.First, pair.Second * pair.Second));
    }

    [Fact]
    public void Features_that_always_fire_always_fire()
    {
        var everything = Options with { Active = 32, Decay = 1 };
        Assert.True(ToyData.Active(everything, 100).eq(1).all().item<bool>());
        Assert.Equal(Enumerable.Repeat(1.0, 32), Numbers(ToyData.Truth(everything).FiringProbabilities));
    }

    [Fact]
    public void A_sample_without_features_stays_zero_as_often_as_chance_has_it()
    {
        var rare = Options with { Active = 0.5 };
        var silent = ToyData.Active(rare, N).sum(dim: 1).eq(0).sum().item<long>();
        AssertCount(silent, Silence(rare));
    }

    [Fact]
    public void A_sample_without_features_is_given_one_at_random_where_asked()
    {
        var rare = Options with { Active = 0.5, AllZero = AllZeroRule.ForceOne };
        var active = ToyData.Active(rare, N);
        Assert.Equal(1, active.sum(dim: 1).min().item<double>());
        var silence = Silence(rare with { AllZero = AllZeroRule.Keep });
        Assert.Equal(0.5 + silence, ToyData.Truth(rare).FiringProbabilities.sum().item<float>(), 1e-5);
        // The rarest feature is nearly always a forced one: it shows that the choice doesn't follow the probabilities.
        var counts = Numbers(active.sum(dim: 0));
        var probabilities = Numbers(ToyData.Truth(rare).FiringProbabilities);
        Assert.All(counts.Zip(probabilities), pair => AssertCount(pair.First, pair.Second));
    }

    [Fact]
    public void Forcing_a_feature_changes_no_other_sample()
    {
        var rare = Options with { Active = 0.5 };
        var (kept, forced) = (ToyData.Samples(rare, 200), ToyData.Samples(rare with { AllZero = AllZeroRule.ForceOne }, 200));
        var filled = kept.abs().sum(dim: 1).gt(0);
        Assert.True(kept[filled].equal(forced[filled]).all().item<bool>());
    }

    [Theory]
    [InlineData(33, 1, "active 33 of 32 features with decay 1 needs a firing probability of 1.031, above 1; type active 32 or less")]
    [InlineData(20, 0.95, "needs a firing probability of 1.24, above 1; type active 16.125 or less")]
    public void More_active_features_than_probabilities_allow_are_refused(double active, double decay, string message)
    {
        var refused = Assert.Throws<ArgumentException>(() => new ToySuperpositionSource(Options with { Active = active, Decay = decay }));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("toy-superposition: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_refusal_says_to_type_is_accepted() => _ = new ToySuperpositionSource(Options with { Active = 16.125 });

    private static double Silence(ToySuperpositionOptions options) =>
        Numbers(ToyData.Truth(options).FiringProbabilities).Aggregate(1.0, (silence, p) => silence * (1 - p));

    // Five and a half standard deviations: one false alarm in some 25 million.
    private static void AssertCount(double count, double probability) =>
        Assert.InRange(count - (N * probability), -5.5 * Deviation(probability), 5.5 * Deviation(probability));

    private static double Deviation(double probability) => Math.Sqrt(N * probability * (1 - probability));
}
