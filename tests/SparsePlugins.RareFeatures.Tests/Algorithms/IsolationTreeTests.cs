namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class IsolationTreeTests
{
    // c(n) = 2 (ln(n - 1) + 0.5772156649) - 2 (n - 1) / n for n > 2.
    //   c(3)   = 2 (0.6931471806 + 0.5772156649) - 4/3     = 1.2073923577
    //   c(4)   = 2 (1.0986122887 + 0.5772156649) - 3/2     = 1.8516559072
    //   c(256) = 2 (5.5412635452 + 0.5772156649) - 510/256 = 10.2447709202
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1.2073923577)]
    [InlineData(4, 1.8516559072)]
    [InlineData(256, 10.2447709202)]
    public void The_average_path_is_that_of_a_search_tree(int rows, double expected) =>
        Assert.Equal(expected, IsolationTreeModule.averagePath(rows), 1e-9);

    [Fact]
    public void A_path_counts_cuts_and_what_parting_a_leaf_would_take()
    {
        // x <= 0.5: alone after one cut. Otherwise y <= 2: two cuts and c(3); else two cuts.
        var tree = IsolationTree.NewSplit(
            0,
            0.5,
            IsolationTree.NewLeaf(1),
            IsolationTree.NewSplit(1, 2, IsolationTree.NewLeaf(3), IsolationTree.NewLeaf(1))
        );
        var rows = Rows.Of(2, 0.5f, 9, 1, 2, 1, 3);
        double[] expected = [1, 2 + 1.2073923577, 2];
        Assert.All(expected, (length, row) => Assert.Equal(length, IsolationTreeModule.pathLength(row, rows, tree), 1e-9));
    }

    [Fact]
    public void Two_different_points_are_parted_by_one_cut_in_the_column_that_varies()
    {
        var tree = Assert.IsType<IsolationTree.Split>(Grow(Rows.Of(3, 7, 0, 7, 7, 10, 7)));
        Assert.Equal(1, tree.column);
        Assert.InRange(tree.threshold, 0, 10);
        Assert.Equal(IsolationTree.NewLeaf(1), tree.below);
        Assert.Equal(IsolationTree.NewLeaf(1), tree.above);
    }

    [Fact]
    public void Equal_points_stay_together()
    {
        var rows = Rows.Of(1, 0, 0, 5);
        var tree = Assert.IsType<IsolationTree.Split>(Grow(rows));
        Assert.Equal(IsolationTree.NewLeaf(2), tree.below);
        Assert.Equal(IsolationTree.NewLeaf(1), tree.above);
        Assert.Equal([2.0, 2.0, 1.0], Enumerable.Range(0, 3).Select(row => IsolationTreeModule.pathLength(row, rows, tree)));
    }

    [Fact]
    public void A_tree_is_no_deeper_than_allowed()
    {
        Assert.Equal(IsolationTree.NewLeaf(40), Grow(Rows.Normal(40, 3), depth: 0));
        var tree = Assert.IsType<IsolationTree.Split>(Grow(Rows.Normal(40, 3), depth: 1));
        var sizes = new[] { tree.below, tree.above }.Select(leaf => Assert.IsType<IsolationTree.Leaf>(leaf).size);
        Assert.Equal(40, sizes.Sum());
    }

    [Fact]
    public void Cuts_are_uniform_between_the_extremes()
    {
        // Of 0, 1, 10 the first cut parts 10 from the others with probability 9/10. Mean paths: 10: 0.9 + 0.1 * 2 = 1.1; 0: 0.1 + 0.9 * 2 = 1.9; 1: 2.
        var rows = Rows.Of(1, 0, 1, 10);
        var random = new RandomStream(11);
        var trees = Enumerable.Range(0, 4000).Select(_ => IsolationTreeModule.grow(random, 2, [0, 1, 2], rows)).ToList();
        double[] expected = [1.9, 2, 1.1];
        Assert.All(
            expected,
            (mean, row) => Assert.Equal(mean, trees.Average(tree => IsolationTreeModule.pathLength(row, rows, tree)), 0.02)
        );
    }

    private static IsolationTree Grow(Matrix rows, int depth = 8) =>
        IsolationTreeModule.grow(new RandomStream(1), depth, [.. Enumerable.Range(0, rows.Rows)], rows);
}
