using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class AssignmentTests
{
    [Fact]
    public void The_greedy_choice_is_given_up_where_that_is_cheaper_by_hand()
    {
        // Row 0 likes column 0 best (1), but then row 1 pays 9: 1 + 9 is more than 2 + 3.
        Assert.Equal([1, 0], Assignment.Cheapest([1, 2, 3, 9], rows: 2, columns: 2));
    }

    [Fact]
    public void No_pairing_is_cheaper_on_random_matrices()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 400; trial++)
        {
            var (rows, columns) = Sizes(random);
            // Few different values give many ties, where a wrong search would go round in circles.
            var costs = Costs(rows * columns, trial % 2 == 0 ? () => random.Next(4) : () => random.NextDouble() - 0.5);
            var columnOf = Assignment.Cheapest(costs, rows, columns);
            Assert.Equal(rows, columnOf.Distinct().Count());
            Assert.Equal(CheapestByTryingAll(costs, rows, columns), Total(costs, columns, columnOf), 1e-12);
        }
    }

    [Fact]
    public void No_exchange_of_two_columns_is_cheaper_on_a_large_matrix()
    {
        const int Size = 150;
        var random = new Random(6);
        var costs = Costs(Size * Size, random.NextDouble);
        var columnOf = Assignment.Cheapest(costs, Size, Size);
        Assert.Equal(Enumerable.Range(0, Size), columnOf.Order());
        for (var i = 0; i < Size; i++)
        for (var j = 0; j < i; j++)
            Assert.True(
                Cost(i, columnOf[i]) + Cost(j, columnOf[j]) <= Cost(i, columnOf[j]) + Cost(j, columnOf[i]) + 1e-12,
                $"rows {i} and {j} had better exchange their columns"
            );

        double Cost(int row, int column) => costs[(row * Size) + column];
    }

    [Fact]
    public void Prices_of_rows_change_no_pairing()
    {
        var random = new Random(7);
        var costs = Costs(8 * 11, random.NextDouble);
        var dearer = costs.Select((cost, i) => cost + (i / 11 * 3.5)).ToArray();
        Assert.Equal(Assignment.Cheapest(costs, 8, 11), Assignment.Cheapest(dearer, 8, 11));
    }

    [Theory]
    [InlineData(3, 2, 6)]
    [InlineData(2, 2, 3)]
    public void Sizes_that_do_not_fit_are_refused(int rows, int columns, int costs) =>
        Assert.Throws<ArgumentException>(() => Assignment.Cheapest(new double[costs], rows, columns));

    [Fact]
    public void Costs_that_are_not_numbers_are_refused() =>
        Assert.Throws<ArgumentException>(() => Assignment.Cheapest([1, double.NaN, 2, 3], 2, 2));

    private static (int Rows, int Columns) Sizes(Random random)
    {
        var rows = random.Next(1, 6);
        return (rows, random.Next(rows, 7));
    }

    private static double[] Costs(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static double[] Costs(int count, Func<int> draw) => Costs(count, () => (double)draw());

    private static double Total(double[] costs, int columns, int[] columnOf) =>
        columnOf.Select((column, row) => costs[(row * columns) + column]).Sum();

    private static double CheapestByTryingAll(double[] costs, int rows, int columns)
    {
        return From(0, []);

        double From(int row, int[] taken) =>
            row == rows
                ? 0
                : Enumerable
                    .Range(0, columns)
                    .Except(taken)
                    .Min(column => costs[(row * columns) + column] + From(row + 1, [.. taken, column]));
    }
}
