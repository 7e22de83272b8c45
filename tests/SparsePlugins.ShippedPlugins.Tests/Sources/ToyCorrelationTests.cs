using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ToyCorrelationTests : TorchTest
{
    private const int G = 12;

    private static readonly ToySuperpositionOptions Options = new()
    {
        ActivationDim = 24,
        Features = G,
        Active = 3,
        Decay = 0.9,
        Strengths = StrengthDistribution.Constant,
    };

    [Theory]
    [InlineData(FiringCorrelation.None, false)]
    [InlineData(FiringCorrelation.PerSample, true)]
    public void Samples_correlate_features_when_asked(FiringCorrelation correlation, bool correlates)
    {
        var active = ToyData.Active(Options with { Correlation = correlation }, 20_000);
        // The squared correlation of independent features, times N, has mean 1 and variance 2.
        var correlations = corrcoef(active.t()).triu(1);
        var statistic = (correlations * correlations).sum().item<double>() * 20_000 / (G * (G - 1) / 2);
        Assert.Equal(correlates, statistic > 5);
        Assert.Equal(!correlates, statistic < 2);
    }

    [Theory]
    [InlineData(FiringCorrelation.None, false)]
    [InlineData(FiringCorrelation.PerSample, false)]
    [InlineData(FiringCorrelation.PerBatch, true)]
    public void Batches_modulate_features_when_asked(FiringCorrelation correlation, bool modulates)
    {
        const int rows = 200;
        const int batches = 200;
        var rates = ToyData.Active(Options with { Correlation = correlation }, rows, batches).reshape(batches, rows, G).mean([1]);
        var p = rates.mean([0]);
        var dispersion = (rates.var(0, unbiased: true) * rows / (p * (1 - p))).mean().item<double>();
        Assert.Equal(modulates, dispersion > 5);
        Assert.Equal(!modulates, dispersion < 1.3);
    }

    [Theory]
    [InlineData(FiringCorrelation.PerSample, AllZeroRule.Keep)]
    [InlineData(FiringCorrelation.PerSample, AllZeroRule.ForceOne)]
    [InlineData(FiringCorrelation.PerBatch, AllZeroRule.Keep)]
    [InlineData(FiringCorrelation.PerBatch, AllZeroRule.ForceOne)]
    public void Stated_probabilities_are_those_over_many_draws(FiringCorrelation correlation, AllZeroRule rule)
    {
        const int batches = 10_000;
        var options = Options with { Correlation = correlation, AllZero = rule };
        var rates = ToyData.Active(options, 4, batches).reshape(batches, 4, G).mean([1]);
        var error = Numbers(rates.std(0, unbiased: true) / Math.Sqrt(batches));
        var stated = Numbers(ToyData.Truth(options).FiringProbabilities);
        foreach (var (measured, g) in Numbers(rates.mean([0])).Select((rate, g) => (rate, g)))
        {
            Assert.Equal(stated[g], measured, (5 * error[g]) + (0.01 * stated[g]));
        }
    }

    [Theory]
    [InlineData(FiringCorrelation.PerBatch, 3)]
    [InlineData(FiringCorrelation.PerSample, 3)]
    [InlineData(FiringCorrelation.PerSample, 7)] // so many that some probabilities are cut at 1
    public void The_mean_number_of_active_features_is_kept(FiringCorrelation correlation, double active)
    {
        var options = Options with { Correlation = correlation, Active = active };
        Assert.Equal(active, ToyData.Truth(options).FiringProbabilities.sum().item<float>(), 1e-4);
        var counts = Numbers(ToyData.Active(options, 100, 200).sum(dim: 1));
        Assert.Equal(active, counts.Average(), 5 * Math.Sqrt(active / counts.Length));
    }

    [Fact]
    public void The_covariance_is_a_uniform_matrix_with_a_diagonal_just_large_enough()
    {
        const int draws = 100_000;
        var normal = CorrelatedNormal.Create(G, new FastRandom(new RandomSeed(3)));
        var random = new FastRandom(new RandomSeed(4));
        var z = new float[draws * G];
        normal.Draw(z, draws, random);

        var covariance = cov(tensor(z).reshape(draws, G).t().to_type(ScalarType.Float64));
        var entries = Numbers(covariance);
        var off = entries.Where((_, i) => i % (G + 1) != 0).ToArray();
        Assert.InRange(off.Min(), -0.03, 0.5);
        Assert.InRange(off.Max(), 0.5, 1.03);
        Assert.Equal(0.5, off.Average(), 5 * Math.Sqrt(1 / 12.0 / (off.Length / 2.0)));
        Assert.InRange(linalg.eigvalsh(covariance)[0].item<double>(), 0, 0.01);
    }

    [Fact]
    public void Scaling_cuts_at_one_and_lets_the_others_take_up_the_rest()
    {
        // By hand: 2.5 / 4 would carry the third to 1.25; it stops at 1, and the others share 1.5.
        double[] weights = [1, 1, 2];
        CorrelatedFiring.ScaleToSum(weights, 2.5);
        Assert.Equal([0.75, 0.75, 1], weights);

        double[] cascade = [1, 10, 100, 0]; // 100, then 10 as well: 2.5 = 1 + 1 + 0.5
        CorrelatedFiring.ScaleToSum(cascade, 2.5);
        Assert.Equal([0.5, 1, 1, 0], cascade);
    }

    [Fact]
    public void Too_many_correlated_features_are_refused()
    {
        var options = new ToySuperpositionOptions { Features = 5000, Correlation = FiringCorrelation.PerBatch };
        var refused = Assert.Throws<ArgumentException>(() => new ToySuperpositionSource(options));
        Assert.Equal(
            "toy-superposition: features must be at most 4096 when they are correlated, got 5000; type fewer features, or correlation: none",
            refused.Message
        );
    }
}
