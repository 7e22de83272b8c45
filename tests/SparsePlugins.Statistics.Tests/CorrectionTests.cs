namespace SparsePlugins.Statistics.Tests;

public sealed class CorrectionTests
{
    [Fact]
    public void Four_p_values_are_corrected_as_in_the_usual_example()
    {
        // 0.005 · 4, 0.01 · 3, 0.03 · 2, and 0.04 · 1, which may not be below the one before it. (R: p.adjust(c(...), "holm").)
        double[] expected = [0.03, 0.06, 0.06, 0.02];

        Assert.Equal(expected, Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
    }

    [Fact]
    public void One_p_value_stays_and_none_exceeds_one()
    {
        Assert.Equal([0.2], Holm.Adjust([0.2]));
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.7, 0.8]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void What_has_no_p_value_is_not_counted() => Assert.Equal([0.02, double.NaN, 0.04], Holm.Adjust([0.01, double.NaN, 0.04]));

    [Theory]
    [InlineData(0.2, 199)]
    [InlineData(0.5, 34)]
    [InlineData(0.8, 15)]
    [InlineData(1, 10)]
    [InlineData(1e3, 3)]
    public void Pairs_for_a_difference_are_those_of_tables_of_power(double effect, int pairs) =>
        // Paired t test, two-sided 0.05, power 0.8: G*Power 3 gives 199, 34, 15 and 10 pairs.
        Assert.Equal(pairs, Power.PairsFor(1, effect));

    [Fact]
    public void Equal_differences_are_judged_by_their_signs()
    {
        var same = Comparison.OfDifferences([-100, -100, -100, -100, -100]);

        Assert.True(same.HasNoSpread);
        Assert.Equal(2.0 / 32, same.P); // Five of five on one side, twice.
        Assert.Equal(new Interval(-100, -100), same.Bootstrap);
        Assert.True(same.WithAdjusted(same.P).Verdict.IsInconclusive); // Nothing was shown before correction either.
        Assert.True(Comparison.OfDifferences([.. Enumerable.Repeat(-100.0, 6)]).WithAdjusted(2.0 / 64).Verdict.IsBelow);
    }

    [Fact]
    public void Differences_of_zero_show_nothing()
    {
        var none = Comparison.OfDifferences([0, 0, 0, 0]);

        Assert.Equal(1, none.P);
        Assert.True(none.WithAdjusted(1).Verdict.IsInconclusive);
    }

    [Fact]
    public void Rounding_is_not_taken_for_noise()
    {
        var equal = Comparison.OfDifferences([0.3 - 0.2, 0.2 - 0.1, 0.1]);

        Assert.True(equal.HasNoSpread);
        Assert.Equal(0.25, equal.P);
    }

    [Fact]
    public void Where_one_interval_holds_zero_nothing_is_shown()
    {
        // Mean 1; t interval 1 ± 4.302653 · √3 / √3 holds zero, while no resample of values that are not below zero does.
        var skewed = Comparison.OfDifferences([0, 0, 3]);

        Assert.False(skewed.Difference.Interval.ExcludesZero);
        Assert.Equal(0, skewed.Bootstrap.Lower);
        Assert.True(skewed.WithAdjusted(0).Verdict.IsInconclusive);
        Assert.True(Comparison.OfDifferences([0.1, 0.1, 3]).WithAdjusted(0).Verdict.IsInconclusive);
    }
}
