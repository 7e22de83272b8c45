using MathNet.Numerics.Distributions;

namespace SparsePlugins.Statistics.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void The_generator_gives_the_published_numbers()
    {
        // The first outputs for seed 1234567 that implementations of SplitMix64 are checked with.
        var generator = new SplitMix(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431],
            Enumerable.Range(0, 4).Select(_ => generator.Next())
        );
    }

    [Fact]
    public void Numbers_below_five_come_equally_often()
    {
        var generator = new SplitMix(1);
        var counts = Enumerable.Range(0, 50_000).Select(_ => generator.Below(5)).CountBy(number => number).ToDictionary();

        Assert.Equal([0, 1, 2, 3, 4], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400)); // Four and a half deviations of 89.
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 4, 8, 16 })]
    [InlineData(new double[] { -30, -12, -45, 3, -28 })]
    [InlineData(new double[] { 0.1, 0.12, 0.09, 0.4, 0.11, 0.13 })]
    [InlineData(new double[] { 3, 1, 4 })]
    [InlineData(new double[] { 0, 0, 3, 1 })]
    public void The_interval_is_that_of_all_resamples(double[] values)
    {
        var interval = Bootstrap.MeanInterval(values);
        var (lower, upper) = Exact(values);
        var deviation = SampleStatistics.StandardDeviation(values) / Math.Sqrt(values.Length);

        // Up to six values they are all enumerated; of more, 10,000 are drawn.
        var noise = values.Length <= 6 ? 1e-9 : 0.06 * deviation;
        Assert.InRange(interval.Lower, lower - noise, lower + noise);
        Assert.InRange(interval.Upper, upper - noise, upper + noise);
    }

    /// <summary>Fewer than 257 keep the places that were drawn; either way the interval is near that of the normal distribution.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1000)]
    public void Many_values_have_the_interval_of_large_samples(int count)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(number => (double)number)];
        var interval = Bootstrap.MeanInterval(values);
        var deviation = SampleStatistics.StandardDeviation(values) / Math.Sqrt(count);

        Assert.InRange(interval.Lower, values.Average() - 2.06 * deviation, values.Average() - 1.86 * deviation);
        Assert.InRange(interval.Upper, values.Average() + 1.86 * deviation, values.Average() + 2.06 * deviation);
    }

    [Fact]
    public void Equal_values_give_a_point_and_two_values_nothing()
    {
        Assert.Equal(new Interval(4, 4), Bootstrap.MeanInterval([4, 4, 4]));
        Assert.True(double.IsNaN(Bootstrap.MeanInterval([4, 5]).Lower));
    }

    [Fact]
    public void Shifted_and_scaled_values_have_a_shifted_and_scaled_interval()
    {
        double[] values = [1, 5, 2, 9, 3, 3];
        var (plain, moved) = (Bootstrap.MeanInterval(values), Bootstrap.MeanInterval([.. values.Select(value => 100 + 10 * value)]));

        Assert.Equal(100 + 10 * plain.Lower, moved.Lower, 9);
        Assert.Equal(100 + 10 * plain.Upper, moved.Upper, 9);
    }

    /// <summary>BCa from all n^n resamples instead of a sample of them.</summary>
    private static (double Lower, double Upper) Exact(double[] values)
    {
        var means = Means(values).Order().ToArray();
        var mean = values.Average();
        var below = means.Count(m => m < mean - 1e-9) + means.Count(m => Math.Abs(m - mean) <= 1e-9) / 2.0;
        var bias = Normal.InvCDF(0, 1, below / means.Length);
        // By the jackknife, as Efron and Tibshirani write it: sum of cubes over 6 (sum of squares)^1.5.
        var left = values.Select((_, i) => values.Where((_, j) => j != i).Average()).ToArray();
        var gaps = left.Select(one => left.Average() - one).ToArray();
        var acceleration = gaps.Sum(gap => Math.Pow(gap, 3)) / (6 * Math.Pow(gaps.Sum(gap => gap * gap), 1.5));
        double Bound(double z) => means[(int)(Normal.CDF(0, 1, bias + (bias + z) / (1 - acceleration * (bias + z))) * means.Length)];
        return (Bound(-1.959964), Bound(1.959964));
    }

    private static IEnumerable<double> Means(double[] values)
    {
        IEnumerable<double> sums = [0];
        foreach (var _ in values)
            sums = [.. sums.SelectMany(sum => values.Select(value => sum + value))];
        return sums.Select(sum => sum / values.Length);
    }
}
