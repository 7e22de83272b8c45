namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class LocalOutlierFactorTests
{
    [Fact]
    public void Five_points_on_a_line_have_the_factors_worked_out_by_hand()
    {
        // Points 0, 1, 3, 7, 15 and two neighbours each.
        //   point  neighbours  distance to 2nd  reachability distances        mean  density
        //     0      1, 3           3           max(2, 1) = 2, max(3, 3) = 3   2.5    0.4
        //     1      0, 3           2           max(3, 1) = 3, max(3, 2) = 3   3      1/3
        //     3      1, 0           3           max(2, 2) = 2, max(3, 3) = 3   2.5    0.4
        //     7      3, 1           6           max(3, 4) = 4, max(2, 6) = 6   5      0.2
        //    15      7, 3          12           max(6, 8) = 8, max(3, 12) = 12 10     0.1
        // A factor is the mean density of the neighbours over the point's own: (1/3 + 0.4) / 2 / 0.4 = 11/12 and so on.
        double[] expected = [11 / 12.0, 1.2, 11 / 12.0, 11 / 6.0, 3];
        var scores = LocalOutlierFactor.scores(2, Rows.Of(1, 0, 1, 3, 7, 15));
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Fact]
    public void Scores_do_not_depend_on_place_and_scale()
    {
        var matrix = Rows.Normal(200, 5);
        AssertClose(LocalOutlierFactor.scores(20, matrix), LocalOutlierFactor.scores(20, matrix.Select(x => 8 * x + 3)), 1e-4);
    }

    [Fact]
    public void Scores_go_with_their_rows()
    {
        var matrix = Rows.Normal(100, 5);
        var order = new RandomStream(9).Distinct(100, 100);
        var scores = LocalOutlierFactor.scores(20, matrix);
        AssertClose([.. order.Select(row => scores[row])], LocalOutlierFactor.scores(20, MatrixModule.select(order, matrix)), 1e-9);
    }

    [Fact]
    public void Points_between_two_clouds_of_different_density_stand_out_against_the_dense_one()
    {
        // A point as far from a dense cloud as points of the thin one are from each other: a distance to the mean can't see it.
        var dense = Rows.Normal(50, 2).Select(x => 0.01f * x);
        var thin = Rows.Normal(50, 2, seed: 2).Select(x => x + 10);
        var scores = LocalOutlierFactor.scores(20, new Matrix([.. dense.Values, .. thin.Values, 0.5f, 0.5f], 2));
        Assert.Equal(100, Array.IndexOf(scores, scores.Max()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Equal_points_are_no_outliers(int rows) =>
        AssertClose(Enumerable.Repeat(1.0, rows).ToArray(), LocalOutlierFactor.scores(20, new Matrix(new float[3 * rows], 3)), 1e-9);

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
