using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Sources;

/// <summary>Sums over rows of about one length, counted from a row that is subtracted so that a large mean takes no digits away.</summary>
/// <param name="width">D.</param>
internal sealed class LengthBand(int width)
{
    private readonly double[] _sum = new double[width];
    private double _squares;

    /// <summary>Rows in it.</summary>
    public long Count { get; private set; }

    /// <summary>The sums of the columns, [D].</summary>
    public ReadOnlySpan<double> Sum => _sum;

    /// <summary>Adds a row.</summary>
    /// <param name="row">[D].</param>
    /// <param name="origin">[D]; the same in every call.</param>
    public void Add(ReadOnlySpan<float> row, ReadOnlySpan<float> origin)
    {
        Count++;
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        var origins = MemoryMarshal.Cast<float, Vector<float>>(origin);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(_sum.AsSpan(0, rows.Length * Vector<float>.Count));
        var squares = Vector<double>.Zero;
        for (var i = 0; i < rows.Length; i++)
        {
            Vector.Widen(rows[i], out var low, out var high);
            Vector.Widen(origins[i], out var lowOrigin, out var highOrigin);
            (low, high) = (low - lowOrigin, high - highOrigin);
            sums[2 * i] += low;
            sums[(2 * i) + 1] += high;
            squares += (low * low) + (high * high);
        }

        _squares += Vector.Sum(squares);
        for (var i = rows.Length * Vector<float>.Count; i < row.Length; i++)
        {
            var value = (double)row[i] - origin[i];
            _sum[i] += value;
            _squares += value * value;
        }
    }

    /// <summary>The sum of squared distances of its rows from a point.</summary>
    /// <param name="point">[D], counted from the origin.</param>
    public double DistancesFrom(ReadOnlySpan<double> point)
    {
        var distances = _squares;
        for (var i = 0; i < point.Length; i++)
        {
            distances += point[i] * ((Count * point[i]) - (2 * _sum[i]));
        }

        return Math.Max(0, distances);
    }
}
