namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class IsolationForestTests
{
    [Fact]
    public void A_score_is_two_to_the_minus_mean_path_over_the_average_path()
    {
        // Rows 0, 0, 5 have but one tree: paths 2, 2, 1. c(3) = 1.2073923577.
        double[] expected = [Math.Pow(2, -2 / 1.2073923577), Math.Pow(2, -2 / 1.2073923577), Math.Pow(2, -1 / 1.2073923577)];
        var scores = IsolationForest.scores(new RandomStream(1), Rows.Of(1, 0, 0, 5));
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Points_away_from_a_cloud_score_above_all_of_it()
    {
        var matrix = new Matrix([.. Rows.Normal(500, 4).Values, 8, 8, 8, 8, -9, 9, -9, 9], 4);
        var scores = IsolationForest.scores(new RandomStream(2), matrix);
        Assert.All(scores[500..], score => Assert.InRange(score, 0.65, 1));
        Assert.True(scores[..500].Max() < scores[500..].Min());
        Assert.InRange(scores[..500].Average(), 0.35, 0.5);
    }

    [Fact]
    public void Scores_do_not_depend_on_scale()
    {
        var matrix = Rows.Normal(300, 4);
        Assert.Equal(Scores(matrix, 3), Scores(matrix.Select(x => 4 * x), 3)); // A power of two rounds nothing.
    }

    [Fact]
    public void The_seed_decides()
    {
        var matrix = Rows.Normal(300, 4);
        Assert.Equal(Scores(matrix, 3), Scores(matrix, 3));
        Assert.NotEqual(Scores(matrix, 3), Scores(matrix, 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Equal_points_all_score_alike(int rows) => Assert.Single(Scores(new Matrix(new float[rows], 1), 1).Distinct());

    private static double[] Scores(Matrix matrix, ulong seed) => IsolationForest.scores(new RandomStream(seed), matrix);
}
