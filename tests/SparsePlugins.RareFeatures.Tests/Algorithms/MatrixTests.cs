namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class MatrixTests
{
    // (3, 4), (0, 0), (6, 8).
    private static readonly Matrix Three = Rows.Of(2, 3, 4, 0, 0, 6, 8);

    [Fact]
    public void The_mean_is_that_of_the_columns() => Assert.Equal([3f, 4f], MatrixModule.mean(Three));

    [Fact]
    public void A_vector_is_subtracted_from_every_row() => Assert.Equal([2f, 2, -1, -2, 5, 6], MatrixModule.minus([1, 2], Three).Values);

    [Fact]
    public void Rows_are_selected_in_the_order_asked_for() =>
        Assert.Equal([6f, 8, 3, 4, 6, 8], MatrixModule.select([2, 0, 2], Three).Values);

    [Fact]
    public void Unit_rows_have_length_one_and_zeros_stay() =>
        Assert.Equal([0.6f, 0.8f, 0, 0, 0.6f, 0.8f], MatrixModule.unitRows(Three).Values);

    [Fact]
    public void Rows_that_point_are_those_that_are_not_zero() => Assert.Equal([0, 2], MatrixModule.rowsThatPoint(Three));
}
