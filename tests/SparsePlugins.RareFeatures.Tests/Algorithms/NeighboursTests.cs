namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class NeighboursTests
{
    [Theory]
    [InlineData(150, 7, 5)]
    [InlineData(65, 20, 20)]
    [InlineData(6, 3, 20)]
    public void They_are_those_that_sorting_all_distances_gives(int rows, int width, int wanted)
    {
        var matrix = Rows.Normal(rows, width);
        var found = NeighboursModule.find(wanted, matrix);
        Assert.Equal(Math.Min(wanted, rows - 1), found.Count);
        for (var row = 0; row < rows; row++)
        {
            var expected = Sorted(matrix, row).Take(found.Count).ToList();
            Assert.Equal(expected.Select(other => other.Place), found.Rows[(row * found.Count)..((row + 1) * found.Count)]);
            for (var i = 0; i < found.Count; i++)
                Assert.Equal(expected[i].Distance, found.Distances[row * found.Count + i], 1e-9);
        }
    }

    [Fact]
    public void A_row_is_not_its_own_neighbour_even_among_equal_rows()
    {
        var found = NeighboursModule.find(2, Rows.Of(1, 5, 5, 5, 9));
        Assert.All(Enumerable.Range(0, 4), row => Assert.DoesNotContain(row, found.Rows[(2 * row)..(2 * row + 2)]));
        Assert.Equal([0.0, 0, 0, 0, 0, 0, 4, 4], found.Distances);
    }

    [Fact]
    public void Far_from_the_origin_neighbours_are_still_told_apart()
    {
        // At 10,000 a float32 has steps of 0.001, and the square of such a length has steps of 8.
        var near = Rows.Of(2, 0, 0, 0.5f, 0, 0, 0.25f, 1, 1);
        var far = NeighboursModule.find(3, near.Select(x => x + 10_000));
        Assert.Equal(NeighboursModule.find(3, near).Rows, far.Rows);
    }

    private static IOrderedEnumerable<(double Distance, int Place)> Sorted(Matrix matrix, int row)
    {
        var rows = matrix.ToArrays();
        return Enumerable
            .Range(0, rows.Length)
            .Where(other => other != row)
            .Select(other => (Rows.Distance(rows[row], rows[other]), other))
            .Order();
    }
}
