namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class NearnessTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 3, 5)]
    [InlineData(70, 128, 64)]
    public void With_the_squared_length_of_a_row_it_is_the_squared_distance(int rows, int width, int count)
    {
        var (matrix, others) = (Rows.Normal(rows, width), Rows.Normal(count + 3, width, seed: 2));
        using var nearness = new Nearness(matrix);
        var output = Enumerable.Repeat(-7f, count * rows + 1).ToArray();
        nearness.Fill(others, 2, count, output);
        for (var i = 0; i < count * rows; i++)
        {
            var (other, row) = (others.ToArrays()[2 + i / rows], matrix.ToArrays()[i % rows]);
            var expected = Math.Pow(Rows.Distance(other, row), 2) - Math.Pow(Rows.Distance(other, new float[width]), 2);
            Assert.Equal(expected, output[i], 1e-3);
        }
        Assert.Equal(-7f, output[^1]);
    }

    [Fact]
    public void The_nearest_row_is_the_one_that_a_loop_finds()
    {
        var (matrix, others) = (Rows.Normal(30, 4), Rows.Normal(50, 4, seed: 2));
        using var nearness = new Nearness(matrix);
        var expected = others.ToArrays()[10..].Select(other => matrix.ToArrays().Select(row => Rows.Distance(other, row)).ToList());
        Assert.Equal(expected.Select(distances => distances.IndexOf(distances.Min())), nearness.Nearest(others, 10, 40));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(29)]
    public void Squared_distances_are_those_of_a_loop(int width)
    {
        var rows = Rows.Normal(2, width);
        var expected = Math.Pow(Rows.Distance(rows.ToArrays()[0], rows.ToArrays()[1]), 2);
        Assert.Equal(expected, Distance.squared(rows.Row(0), rows.Row(1)), 1e-4);
        Assert.Equal(Math.Sqrt(expected), Distance.exact(rows.Row(0), rows.Row(1)), 1e-6);
    }
}
