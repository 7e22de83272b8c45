namespace SparsePlugins.Statistics.Tests;

/// <summary>
/// Weeks of remission of 42 children with leukaemia: E. J. Freireich et al., "The effect of 6-mercaptopurine on the duration of steroid-induced
/// remissions in acute leukemia", Blood 21 (1963). Curve, medians and log-rank test are printed in most textbooks of the field, as in
/// D. G. Kleinbaum and M. Klein, "Survival Analysis", chapter 2.
/// </summary>
public sealed class SurvivalTests
{
    /// <summary>Minus marks a child that was still in remission when last seen.</summary>
    private static readonly Duration[] Treated = Durations([
        6,
        6,
        6,
        -6,
        7,
        -9,
        10,
        -10,
        -11,
        13,
        16,
        -17,
        -19,
        -20,
        22,
        23,
        -25,
        -32,
        -32,
        -34,
        -35,
    ]);

    private static readonly Duration[] Placebo = Durations([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 0.8571)]
    [InlineData(7, 0.8067)]
    [InlineData(10, 0.7529)]
    [InlineData(13, 0.6902)]
    [InlineData(16, 0.6275)]
    [InlineData(22, 0.5378)]
    [InlineData(23, 0.4482)]
    [InlineData(35, 0.4482)]
    public void The_curve_is_the_published_one(double week, double share) => Assert.Equal(share, Survival.Share(Treated, week), 4);

    [Fact]
    public void Medians_and_their_log_log_intervals_are_the_published_ones()
    {
        var (treated, placebo) = (Survival.Median(Treated), Survival.Median(Placebo));

        Assert.Equal((23, 13, double.NaN), (treated.Value, treated.Interval.Lower, treated.Interval.Upper));
        Assert.Equal((8, 4, 11), (placebo.Value, placebo.Interval.Lower, placebo.Interval.Upper));
    }

    [Fact]
    public void Half_of_four_lies_between_the_second_and_the_third() => Assert.Equal(2.5, Survival.Median(Durations([1, 2, 3, 4])).Value);

    [Fact]
    public void A_median_that_was_not_reached_is_no_number() =>
        Assert.True(double.IsNaN(Survival.Median(Durations([1, -5, -5, -5])).Value));

    [Fact]
    public void The_restricted_mean_is_the_area_under_the_curve() =>
        // 6 + 0.8571 + 3 · 0.8067 + 3 · 0.7529 + 3 · 0.6902 + 6 · 0.6275 + 0.5378 + 12 · 0.4482 = 23.287
        Assert.Equal(23.287, Survival.RestrictedMean(Treated, 35), 2);

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Where_nothing_is_censored_earlier_it_is_the_mean_of_times_cut_at_the_horizon(int horizon) =>
        Assert.Equal(Placebo.Average(child => Math.Min(child.Time, horizon)), Survival.RestrictedMean(Placebo, horizon), 10);

    [Fact]
    public void The_log_rank_test_gives_the_published_statistic()
    {
        Assert.Equal(16.793, LogRank.ChiSquare(Treated, Placebo), 3);
        Assert.Equal(LogRank.ChiSquare(Treated, Placebo), LogRank.ChiSquare(Placebo, Treated), 10);
        Assert.Equal(4.169e-5, LogRank.PValue(Treated, Placebo), 8);
    }

    [Fact]
    public void Two_groups_without_an_event_cannot_be_compared() =>
        Assert.True(double.IsNaN(LogRank.PValue(Durations([-3, -3]), Durations([-3, -3]))));

    private static Duration[] Durations(double[] times) => [.. times.Select(time => new Duration(Math.Abs(time), time > 0))];
}
