using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace SparsePlugins.Statistics.Tests;

/// <summary>Estimates of values that are known to ranges, against every set of ends.</summary>
public sealed class BoundedTests
{
    [Fact]
    public void Three_equal_ranges_have_the_union_worked_by_hand()
    {
        // Each in 0 to 1. Ends 0, 0, 1: mean 1/3, s = 0.57735, t(0.975, 2) = 4.302653, half width 4.302653 · 0.57735 / √3 = 1.434218:
        // -1.100884 to 1.767551; 0, 1, 1 is its mirror image, up to 2.100884. Points at 0 and at 1 lie within.
        var estimate = SampleStatistics.BoundedEstimate([Range(1, 0, 1), Range(1, 0, 1), Range(1, 0, 1)]);

        Assert.Equal(1, estimate.Mean);
        Assert.Equal(-1.100884, estimate.Lower, 6);
        Assert.Equal(2.100884, estimate.Upper, 6);
    }

    /// <summary>A step that lies in one of the intervals of a grid.</summary>
    private static BoundedValue Grid(int place) => Range(10 * place + 20, 10 * place + 15, 10 * place + 20);

    [Property(MaxTest = 100)]
    public Property The_interval_is_the_union_over_all_sets_of_ends() =>
        Prop.ForAll(
            Ranges(),
            values =>
            {
                var estimate = SampleStatistics.BoundedEstimate(values);
                Estimate[] all = [.. Ends(values).Select(ends => SampleStatistics.Estimate(ends))];
                return Math.Abs(estimate.Lower - all.Min(one => one.Lower)) < 1e-9
                    && Math.Abs(estimate.Upper - all.Max(one => one.Upper)) < 1e-9;
            }
        );

    [Property(MaxTest = 100)]
    public Property The_p_value_is_the_largest_over_all_sets_of_ends_where_they_agree_in_sign() =>
        Prop.ForAll(
            Ranges(),
            values =>
            {
                double[][] all = [.. Ends(values)];
                var disagree = all.Min(ends => ends.Average()) <= 0 && all.Max(ends => ends.Average()) >= 0;
                var p = PairedTest.BoundedPValue(values);
                // A set without any spread has a p-value by its signs, which jumps: beside it Student's goes to 0. Ours may count such a set or not.
                var spread = all.Where(ends => !PairedTest.HasNoSpread(ends))
                    .Select(ends => PairedTest.PValue(ends))
                    .DefaultIfEmpty(0)
                    .Max();
                return disagree ? p == 1 : p > spread - 1e-9 && p < all.Max(ends => PairedTest.PValue(ends)) + 1e-9;
            }
        );

    /// <summary>Three ranges that share an end: 13, 13, 13 is allowed, and has no spread. t is least for 20, 13, 6: 13 sqrt(3) / 7, with two degrees of freedom.</summary>
    [Fact]
    public void Of_ranges_that_share_an_end_a_set_without_spread_does_not_count()
    {
        BoundedValue[] values = [new(20, 13, 20), new(13, 13, 13), new(13, 6, 13)];
        var t = 13 * Math.Sqrt(3) / 7;
        Assert.Equal(1 - t / Math.Sqrt(t * t + 2), PairedTest.BoundedPValue(values), 1e-9);
    }

    /// <summary>At an end of the ranges it does: differences that may all be 22 have the p-value of three equal signs, 1/4, though the interval lies far from zero.</summary>
    [Fact]
    public void Of_ranges_whose_upper_ends_are_equal_the_set_without_spread_counts()
    {
        BoundedValue[] values = [new(22, 15, 22), new(22, 15, 22), new(22, 22, 22)];

        Assert.Equal(0.25, PairedTest.BoundedPValue(values));
        Assert.True(SampleStatistics.BoundedEstimate(values).Interval.ExcludesZero);
    }

    /// <summary>Unless all may be equal.</summary>
    [Property(MaxTest = 100)]
    public Property An_interval_without_zero_has_a_p_value_below_one_in_twenty() =>
        Prop.ForAll(
            Ranges(),
            values =>
            {
                var isEqual =
                    PairedTest.HasNoSpread([.. values.Select(value => value.Low)])
                    || PairedTest.HasNoSpread([.. values.Select(value => value.High)]);
                return isEqual || SampleStatistics.BoundedEstimate(values).Interval.ExcludesZero == PairedTest.BoundedPValue(values) < 0.05;
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Of_many_ranges_Students_interval_and_the_p_value_are_those_of_all_sets_in_order(int sign)
    {
        // Some lie so far off that to lower them makes t larger, and Student's end smaller: the sets with the extremes are three.
        var random = new Random(17);
        BoundedValue[] values =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(_ => Grid(random.Next(8) == 0 ? 5 : random.Next(-2, 1)) - BoundedValue.Exact(5))
                .Select(value => sign > 0 ? value : BoundedValue.Exact(0) - value),
        ];
        double[][] sets = [.. Chain(values)];
        var estimate = SampleStatistics.BoundedEstimate(values);
        var p = PairedTest.BoundedPValue(values);
        double[] lows = [.. sets.Select(set => SampleStatistics.Estimate(set).Lower)];
        double[] highs = [.. sets.Select(set => SampleStatistics.Estimate(set).Upper)];
        double[] all = [.. sets.Select(set => PairedTest.PValue(set))];

        Assert.Equal(lows.Min(), estimate.Lower, 9);
        Assert.Equal(highs.Max(), estimate.Upper, 9);
        Assert.Equal(1, p / all.Max(), 9);
        Assert.InRange(p, 1e-6, 0.05);
        Assert.True(all[Array.IndexOf(lows, lows.Min())] < 0.99 * p && all[Array.IndexOf(highs, highs.Max())] < 0.99 * p);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(51)]
    [InlineData(64)]
    public void Of_more_than_six_ranges_the_bootstrap_interval_is_the_hull_of_all_sets_in_order(int count)
    {
        var random = new Random(count);
        for (var repeat = 0; repeat < 8; repeat++)
        {
            // Skewed, and some exact, so that bias and acceleration count.
            BoundedValue[] values =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(_ => Grid((int)(8 * random.NextDouble() / (0.02 + random.NextDouble())) - 6))
                    .Select(value => random.Next(5) == 0 ? BoundedValue.Exact(value.Value) : value),
            ];
            Interval[] all = [.. Chain(values).Select(set => Bootstrap.MeanInterval(set))];
            var interval = Bootstrap.BoundedInterval(values);

            Assert.Equal(all.Min(one => one.Lower), interval.Lower, 9);
            Assert.Equal(all.Max(one => one.Upper), interval.Upper, 9);
        }
    }

    [Fact]
    public void Of_more_than_a_thousand_ranges_it_is_that_of_all_sets_in_order_too()
    {
        BoundedValue[] values =
        [
            .. Enumerable.Range(0, 1040).Select(i => i < 1030 ? Range(0.5, -i % 7 / 1e9, 1) : BoundedValue.Exact(i - 900)),
        ];
        var interval = Bootstrap.BoundedInterval(values);
        double[] lows = [.. values.Select(value => value.Low)];
        double[] highs = [.. values.Select(value => value.High)];

        // Ranges are narrow beside the spread of the values, so that the sets of all ends have the extremes.
        Assert.Equal(Bootstrap.MeanInterval(lows).Lower, interval.Lower, 9);
        Assert.Equal(Bootstrap.MeanInterval(highs).Upper, interval.Upper, 9);
    }

    [Fact]
    public void Of_many_equal_ranges_the_bootstrap_interval_holds_both_ends()
    {
        var interval = Bootstrap.BoundedInterval([.. Enumerable.Repeat(Range(20, 15, 20), 60)]);

        Assert.Equal((15, 20), (interval.Lower, interval.Upper));
    }

    [Fact]
    public void Exact_values_have_the_usual_interval_and_p_value()
    {
        double[] values = [3, 5, 4, 8];
        BoundedValue[] exact = [.. values.Select(BoundedValue.Exact)];

        Assert.Equal(SampleStatistics.Estimate(values).Upper, SampleStatistics.BoundedEstimate(exact).Upper);
        Assert.Equal(PairedTest.PValue(values), PairedTest.BoundedPValue(exact));
        Assert.Equal(Bootstrap.MeanInterval(values), Bootstrap.BoundedInterval(exact));
    }

    [Fact]
    public void The_bootstrap_interval_holds_those_of_all_allowed_values()
    {
        double[] lows = [20, 240, 220, 120, 240];
        var interval = Bootstrap.BoundedInterval([.. lows.Select(low => Range(low + 38, low, low + 38))]);

        // All low ends: 80 to 224. With the fourth at its high end the values are less skewed, and the lower bound is smaller.
        var other = Bootstrap.MeanInterval([20, 240, 220, 158, 240]);
        Assert.True(Bootstrap.MeanInterval(lows).Lower > other.Lower);
        Assert.True(interval.Lower <= other.Lower && interval.Upper >= other.Upper);
    }

    [Property(MaxTest = 100)]
    [Trait("Category", "Long")]
    public Property So_it_does_for_all_sets_of_ends() =>
        Prop.ForAll(
            Ranges(),
            values =>
            {
                var interval = Bootstrap.BoundedInterval(values);
                return values.Length > 6
                    || Ends(values)
                        .Select(ends => Bootstrap.MeanInterval(ends))
                        .All(one => interval.Lower <= one.Lower && interval.Upper >= one.Upper);
            }
        );

    [Fact]
    public void A_difference_lies_between_the_ends_that_both_ranges_allow()
    {
        var difference = Range(400, 1, 400) - Range(800, 401, 800);

        Assert.Equal((-400, -799, -1), (difference.Value, difference.Low, difference.High));
    }

    [Fact]
    public void What_only_rounding_keeps_from_zero_is_zero()
    {
        var comparison = Comparison.OfDifferences([1.1e-16, 2.2e-16, 1.1e-16, 0]);

        Assert.Equal((0, 0, 1), (comparison.Bootstrap.Lower, comparison.Difference.Mean, comparison.P));
        Assert.True(comparison.WithAdjusted(1).Verdict.IsInconclusive);
    }

    [Fact]
    public void A_verdict_needs_the_p_value_of_its_own_comparison()
    {
        // Three equal differences: points, whose sign test has p = 0.25.
        Assert.True(Comparison.OfDifferences([-200, -200, -200]).WithAdjusted(0.25).Verdict.IsInconclusive);
        Assert.True(Comparison.OfDifferences([-200, -200, -200]).WithAdjusted(0.01).Verdict.IsInconclusive);
    }

    private static BoundedValue Range(double value, double low, double high) => new(value, low, high);

    /// <summary>Three to seven values on a common grid, of which some are exact.</summary>
    private static Arbitrary<BoundedValue[]> Ranges()
    {
        var value =
            from last in Gen.Choose(-20, 30)
            from isExact in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            select isExact ? BoundedValue.Exact(last) : Range(last, last - 7, last);
        return Gen.Choose(3, 7).SelectMany(count => value.ListOf(count)).Select(values => values.ToArray()).ToArbitrary();
    }

    /// <summary>The sets with the ranges in order, every one below a place at its low end and every one above it at its high end.</summary>
    private static IEnumerable<double[]> Chain(BoundedValue[] values)
    {
        double[] set = [.. values.Select(value => value.High)];
        yield return [.. set];
        foreach (var index in Enumerable.Range(0, values.Length).OrderBy(index => values[index].Low + values[index].High))
        {
            set[index] = values[index].Low;
            yield return [.. set];
        }
    }

    private static IEnumerable<double[]> Ends(BoundedValue[] values) =>
        Enumerable
            .Range(0, 1 << values.Length)
            .Select(set => values.Select((value, i) => (set >> i & 1) == 0 ? value.Low : value.High).ToArray());
}
