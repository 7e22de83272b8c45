namespace SparsePlugins.Statistics.Tests;

public sealed class SampleStatisticsTests
{
    [Fact]
    public void One_to_five_have_the_interval_worked_by_hand()
    {
        // Mean 3; squares 4 + 1 + 0 + 1 + 4 = 10, so s² = 10 / 4 = 2.5; t(0.975, 4) = 2.776445 (any table).
        // Half width 2.776445 · √(2.5 / 5) = 2.776445 · 0.7071068 = 1.963243.
        var estimate = SampleStatistics.Estimate([1, 2, 3, 4, 5]);

        Assert.Equal(5, estimate.Count);
        Assert.Equal(3, estimate.Mean, 12);
        Assert.Equal(1.963243, estimate.HalfWidth, 6);
        Assert.Equal(1.036757, estimate.Lower, 6);
        Assert.Equal(4.963243, estimate.Upper, 6);
        Assert.Equal(1.5811388, SampleStatistics.StandardDeviation([1, 2, 3, 4, 5]), 7);
    }

    [Fact]
    public void Values_that_differ_by_rounding_alone_have_no_width()
    {
        var estimate = SampleStatistics.Estimate([0.3, 0.1 + 0.2, 0.3]);

        Assert.True(estimate.HalfWidth > 0);
        Assert.False(estimate.HasWidth);
        Assert.True(SampleStatistics.Estimate([0.3, 0.30001, 0.3]).HasWidth);
        Assert.False(SampleStatistics.Estimate([0.3]).HasWidth); // NaN.
    }

    [Fact]
    public void Students_sleep_data_give_the_published_interval()
    {
        // Student (1908): hours of sleep gained by ten patients with two drugs. The paired t test of these data, which
        // R's manual prints (?sleep): mean of the differences 1.58, 95 % interval 0.7001142 to 2.4598858.
        double[] dextro = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        double[] laevo = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

        var comparison = Comparison.OfDifferences(SampleStatistics.PairedDifferences(BySeed(laevo), BySeed(dextro)));
        var difference = comparison.Difference;

        Assert.Equal(10, difference.Count);
        Assert.Equal(1.58, difference.Mean, 10);
        Assert.Equal(0.7001142, difference.Lower, 7);
        Assert.Equal(2.4598858, difference.Upper, 7);
        Assert.Equal(0.002832890, comparison.P, 9); // t = 4.0621, df = 9
        Assert.True(comparison.Verdict.IsSuggestedAbove);
        Assert.True(comparison.WithAdjusted(0.0499).Verdict.IsAbove);
        Assert.True(comparison.WithAdjusted(0.05).Verdict.IsSuggestedAbove);
    }

    [Fact]
    public void Swapping_the_sides_of_a_difference_changes_its_sign_alone()
    {
        var (left, right) = (BySeed([1, 4, 2]), BySeed([5, 5, 9]));

        var there = Comparison.OfDifferences(SampleStatistics.PairedDifferences(left, right));
        var back = Comparison.OfDifferences(SampleStatistics.PairedDifferences(right, left));

        Assert.Equal(there.Difference.Mean, -back.Difference.Mean, 12);
        Assert.Equal(there.Difference.HalfWidth, back.Difference.HalfWidth, 12);
        Assert.Equal(there.P, back.P, 12);
    }

    [Fact]
    public void Pairs_go_by_seed_and_a_seed_of_one_side_is_left_out()
    {
        var values = new Dictionary<long, double>
        {
            [3] = 30,
            [1] = 10,
            [9] = 1000,
        };
        var baseline = new Dictionary<long, double>
        {
            [1] = 7,
            [3] = 26,
            [4] = 1,
        };

        Assert.Equal([3.0, 4.0], SampleStatistics.PairedDifferences(values, baseline)); // 10 - 7 and 30 - 26
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fewer_than_three_values_have_a_mean_and_no_interval(int count)
    {
        var comparison = Comparison.OfDifferences([.. Enumerable.Repeat(2.0, count)]);

        Assert.Equal(2, comparison.Difference.Mean);
        Assert.False(comparison.Difference.HasInterval);
        Assert.True(comparison.WithAdjusted(0).Verdict.IsTooFew);
    }

    [Fact]
    public void No_values_have_no_mean() => Assert.True(double.IsNaN(SampleStatistics.Estimate([]).Mean));

    private static Dictionary<long, double> BySeed(double[] values) =>
        values.Index().ToDictionary(pair => (long)pair.Index, pair => pair.Item);
}
