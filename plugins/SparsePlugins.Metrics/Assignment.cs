namespace SparsePlugins.Metrics;

/// <summary>Pairs every row of a cost matrix with a column of its own so that the sum of costs is smallest.</summary>
/// <remarks>
/// Source: Jonker, Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987.
/// Departures: of its preparations only the row reduction is kept: most rows of a nearly recovered dictionary are settled there.
/// Every row and column has a price; cost - row price - column price is never negative, and 0 for a pair, which proves the sum smallest.
/// O(rows^2 columns) at worst.
/// </remarks>
public sealed class Assignment
{
    private const int Free = -1;
    private readonly double[] _costs;
    private readonly int _columns;
    private readonly double[] _rowPrice;
    private readonly double[] _columnPrice;
    private readonly int[] _columnOf;
    private readonly int[] _rowOf;

    // Of the search under way: the length of the shortest path to a column, the row before it, and the columns not reached for good.
    private readonly double[] _distance;
    private readonly int[] _before;
    private readonly int[] _columnOrder;

    private Assignment(double[] costs, int rows, int columns)
    {
        (_costs, _columns) = (costs, columns);
        (_rowPrice, _columnPrice) = (new double[rows], new double[columns]);
        (_columnOf, _rowOf) = (new int[rows], new int[columns]);
        (_distance, _before, _columnOrder) = (new double[columns], new int[columns], new int[columns]);
        Array.Fill(_columnOf, Free);
        Array.Fill(_rowOf, Free);
    }

    /// <summary>The cheapest one-to-one pairing.</summary>
    /// <param name="costs">Row-major [rows, columns]; finite.</param>
    /// <param name="rows">Not more than <paramref name="columns"/>.</param>
    /// <param name="columns">Their number.</param>
    /// <param name="progress">Receives how many rows are paired; may be <see langword="null"/>.</param>
    /// <returns>For each row its column.</returns>
    /// <exception cref="ArgumentException">There are more rows than columns, or the costs are not rows x columns finite numbers.</exception>
    public static int[] Cheapest(double[] costs, int rows, int columns, IProgress<int>? progress = null)
    {
        if (rows > columns || costs.Length != (long)rows * columns || !costs.All(double.IsFinite))
            throw new ArgumentException(
                $"expected rows x columns finite costs with rows <= columns, got {costs.Length} costs for {rows} x {columns}",
                nameof(costs)
            );
        var assignment = new Assignment(costs, rows, columns);
        assignment.ReduceRows();
        for (var row = 0; row < rows; row++)
        {
            if (assignment._columnOf[row] == Free)
                assignment.Augment(row);
            progress?.Report(row + 1);
        }

        return assignment._columnOf;
    }

    /// <summary>Prices each row at its smallest cost, and pairs it with that column where the column is free.</summary>
    private void ReduceRows()
    {
        for (var row = 0; row < _columnOf.Length; row++)
        {
            var costs = _costs.AsSpan(row * _columns, _columns);
            var cheapest = 0;
            for (var column = 1; column < costs.Length; column++)
                if (costs[column] < costs[cheapest])
                    cheapest = column;
            _rowPrice[row] = costs[cheapest];
            if (_rowOf[cheapest] == Free)
                (_columnOf[row], _rowOf[cheapest]) = (cheapest, row);
        }
    }

    /// <summary>Pairs one more row: finds the cheapest chain of re-pairings that ends at a free column, and carries it out.</summary>
    private void Augment(int start)
    {
        var (end, settled) = ShortestPath(start);
        var length = _distance[end];
        _rowPrice[start] += length;
        foreach (var column in _columnOrder.AsSpan(0, settled))
        {
            _columnPrice[column] -= length - _distance[column];
            _rowPrice[_rowOf[column]] += length - _distance[column];
        }

        RePair(start, end);
    }

    /// <summary>Walks the path back from its free column: every row on it takes the column it was reached for and leaves its own.</summary>
    private void RePair(int start, int end)
    {
        var (row, column) = (Free, end);
        while (row != start)
        {
            row = _before[column];
            _rowOf[column] = row;
            (column, _columnOf[row]) = (_columnOf[row], column);
        }
    }

    /// <summary>Dijkstra's search over columns; the first <c>Settled</c> of the column order were passed before the free one at the end.</summary>
    private (int End, int Settled) ShortestPath(int start)
    {
        Array.Fill(_distance, double.PositiveInfinity);
        for (var column = 0; column < _columns; column++)
            _columnOrder[column] = column;
        var (row, travelled) = (start, 0.0);
        for (var settled = 0; ; settled++)
        {
            var nearest = Relax(row, travelled, settled);
            var column = _columnOrder[nearest];
            if (_rowOf[column] == Free)
                return (column, settled);
            (_columnOrder[settled], _columnOrder[nearest]) = (column, _columnOrder[settled]);
            (row, travelled) = (_rowOf[column], _distance[column]);
        }
    }

    /// <summary>Shortens paths that go through a row, and gives the place in the column order of the nearest column, a free one if it can.</summary>
    private int Relax(int row, double travelled, int settled)
    {
        var costs = _costs.AsSpan(row * _columns, _columns);
        var (offset, nearest, smallest) = (travelled - _rowPrice[row], settled, double.PositiveInfinity);
        for (var place = settled; place < _columnOrder.Length; place++)
        {
            var column = _columnOrder[place];
            var distance = offset + costs[column] - _columnPrice[column];
            if (distance < _distance[column])
                (_distance[column], _before[column]) = (distance, row);
            distance = _distance[column];
            if (distance < smallest || (distance == smallest && _rowOf[column] == Free))
                (nearest, smallest) = (place, distance);
        }

        return nearest;
    }
}
