using System.Numerics;

namespace SparsePlugins.Contracts;

/// <summary>A cell of a <see cref="DirectionGrid"/>: the places along the projections, two in each number.</summary>
internal readonly record struct GridCell(long First, long Second, long Third);

/// <summary>Sorts rows of length 1 into the cells of six projections, so that near rows lie in the same or neighbouring cells.</summary>
/// <remarks>
/// Six, as the rows of one network may all point about the same way: with cosines of 0.99 in 4,096 dimensions a projection distinguishes only two or three
/// groups apart.
/// </remarks>
/// <param name="width">D.</param>
/// <param name="radius">The largest distance of two rows that are to find each other.</param>
internal sealed class DirectionGrid(int width, double radius)
{
    /// <summary>Most cells around a row: two a projection, as a cell is twice the radius wide.</summary>
    public const int MostCells = 1 << Projections;

    private const int Projections = 6;
    private const double Slack = 1 + 1e-9; // Of rounding, in projections near 1 at radii near 1e-3.

    private readonly double _cell = 2 * radius * Slack * Slack; // More than the width of what is searched, so that it meets at most two.
    private readonly float[][] _signs = [.. Enumerable.Range(0, Projections).Select(index => Signs(index, width))];

    /// <summary>The cell of a row.</summary>
    /// <param name="row">[D] of any length.</param>
    /// <param name="scale">What makes its length 1.</param>
    public GridCell CellOf(ReadOnlySpan<float> row, double scale)
    {
        Span<int> places = stackalloc int[Projections];
        for (var index = 0; index < Projections; index++)
        {
            places[index] = Cell(Project(row, scale, index));
        }

        return Pack(places);
    }

    /// <summary>Finds the cells that rows within the radius may lie in.</summary>
    /// <param name="row">[D] of any length.</param>
    /// <param name="scale">What makes its length 1.</param>
    /// <param name="cells">Takes them; <see cref="MostCells"/> long.</param>
    /// <returns>How many there are.</returns>
    public int CellsAround(ReadOnlySpan<float> row, double scale, Span<GridCell> cells)
    {
        Span<int> low = stackalloc int[Projections];
        Span<int> places = stackalloc int[Projections];
        var both = 0; // A bit for each projection in which the row is near two cells.
        for (var index = 0; index < Projections; index++)
        {
            var place = Project(row, scale, index);
            low[index] = Cell(place - radius * Slack);
            both |= Cell(place + radius * Slack) == low[index] ? 0 : 1 << index;
        }

        var count = 0;
        for (var upper = 0; upper < MostCells; upper++)
        {
            if ((upper & ~both) != 0)
            {
                continue;
            }

            for (var index = 0; index < Projections; index++)
            {
                places[index] = low[index] + (upper >> index & 1);
            }

            cells[count++] = Pack(places);
        }

        return count;
    }

    private static GridCell Pack(ReadOnlySpan<int> places) =>
        new(Pack(places[0], places[1]), Pack(places[2], places[3]), Pack(places[4], places[5]));

    private static long Pack(int high, int low) => ((long)high << 32) | (uint)low;

    private int Cell(double place) => (int)Math.Floor(place / _cell);

    /// <summary>The scalar product with a fixed vector of length 1, whose entries are equal but for their signs.</summary>
    private double Project(ReadOnlySpan<float> row, double scale, int index)
    {
        var signs = _signs[index];
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[i..]) * new Vector<float>(signs, i), out var low, out var high);
            sums += low + high;
        }

        var sum = Vector.Sum(sums);
        for (; i < row.Length; i++)
        {
            sum += (double)row[i] * signs[i];
        }

        return sum * scale / Math.Sqrt(width);
    }

    private static float[] Signs(int index, int width)
    {
        var bits = new RandomSeed(0).Derive($"direction grid {index}").Value;
        var signs = new float[width];
        for (var i = 0; i < width; i++)
        {
            bits = bits * 6364136223846793005 + 1442695040888963407; // Knuth's linear congruential generator; its high bits are good.
            signs[i] = bits >> 63 == 0 ? 1 : -1;
        }

        return signs;
    }
}
