namespace SparsePlugins.Statistics.Tests;

public sealed class SeedPairsTests
{
    /// <summary>
    /// By hand: the mean is 0.8; without seed 1, 2 or 3 it is 0.8, 0.7 or 0.9, so the pseudo-values are 3 x 0.8 - 2 x that: 0.8, 1.0 and 0.6, of deviation
    /// 0.2; the interval is t(0.975, 2) = 4.3027 times 0.2 / sqrt 3.
    /// </summary>
    [Fact]
    public void The_interval_is_over_seeds_and_not_over_pairs()
    {
        var estimate = SeedPairs.Estimate([(1, 2, 0.9), (1, 3, 0.7), (2, 3, 0.8)]);
        Assert.Equal((3, 0.8), (estimate.Count, Math.Round(estimate.Mean, 12)));
        Assert.Equal(4.302653 * 0.2 / Math.Sqrt(3), estimate.HalfWidth, 1e-6);
    }

    [Fact]
    public void Pseudo_values_are_paired_by_seed()
    {
        var bySeed = SeedPairs.BySeed([(1, 2, 0.9), (1, 3, 0.7), (2, 3, 0.8)]);
        Assert.Equal([0.8, 1.0, 0.6], bySeed.OrderBy(pair => pair.Key).Select(pair => Math.Round(pair.Value, 12)));
    }

    [Fact]
    public void Two_seeds_have_one_value_and_no_interval()
    {
        var estimate = SeedPairs.Estimate([(1, 2, 0.9)]);
        Assert.Equal((1, 0.9, false), (estimate.Count, estimate.Mean, estimate.HasInterval));
        Assert.Equal(0, SeedPairs.Estimate([]).Count);
    }

    /// <summary>The law: values s_i + s_j of independent seeds have a mean of known deviation, 2 sigma / sqrt n, which the jackknife finds.</summary>
    [Fact]
    public void Intervals_hold_the_truth_in_95_of_100_cases()
    {
        var random = new Random(1);
        var hits = Enumerable.Range(0, 2000).Count(_ => Holds([.. Enumerable.Range(0, 5).Select(_ => Gaussian(random))]));
        Assert.InRange(hits, 1860, 1940); // 95 % of 2,000 is 1,900, with a deviation of 10.
    }

    private static bool Holds(double[] seeds)
    {
        var pairs = seeds.SelectMany((one, i) => seeds.Index().Skip(i + 1).Select(other => ((long)i, (long)other.Index, one + other.Item)));
        var estimate = SeedPairs.Estimate([.. pairs]);
        return estimate.Lower <= 0 && 0 <= estimate.Upper;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
