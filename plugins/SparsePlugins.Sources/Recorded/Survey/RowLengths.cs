using System.Numerics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Sources;

/// <summary>The lengths of rows, and how the variance is shared between long and short ones.</summary>
/// <remarks>
/// Rows are summed in bands of length whose ends are 2^(1/16) apart, so one pass and a few vectors of memory are enough. Where the longest
/// hundredth ends inside a band, that band's variance is shared out by the number of its rows.
/// </remarks>
/// <param name="width">D.</param>
internal sealed class RowLengths(int width)
{
    private const int BandsInASquaredOctave = 52 - 3; // Eight bands for each factor of 2 of the squared length.

    private readonly SortedDictionary<long, LengthBand> _bands = [];
    private float[]? _origin;
    private double _shortest = double.PositiveInfinity;
    private double _longest = -1;

    /// <summary>Rows that are zero.</summary>
    public long Zeros { get; private set; }

    /// <summary>The length of the shortest row that is not zero; 0 where there is none.</summary>
    public double Shortest => double.IsFinite(_shortest) ? Math.Sqrt(_shortest) : 0;

    /// <summary>The length of the longest row; 0 where there is none.</summary>
    public double Longest => Math.Sqrt(Math.Max(0, _longest));

    /// <summary>Where the longest row is.</summary>
    public RowPlace PlaceOfLongest { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">[D], finite.</param>
    /// <param name="place">Where it is.</param>
    public void Add(ReadOnlySpan<float> row, RowPlace place)
    {
        _origin ??= row.ToArray();
        var square = Square(row);
        if (square > _longest)
        {
            (_longest, PlaceOfLongest) = (square, place);
        }

        Zeros += square == 0 ? 1 : 0;
        _shortest = square > 0 ? Math.Min(_shortest, square) : _shortest;
        var key = BitConverter.DoubleToInt64Bits(square) >> BandsInASquaredOctave;
        if (!_bands.TryGetValue(key, out var band))
        {
            _bands.Add(key, band = new LengthBand(width));
        }

        band.Add(row, _origin);
    }

    /// <summary>The share of the variance about the mean that the longest of the rows hold.</summary>
    /// <param name="share">Which part of the rows, above 0; at least one row.</param>
    /// <returns>From 0 to 1; 0 where nothing varies.</returns>
    public double VarianceOfLongest(double share)
    {
        var rows = _bands.Values.Sum(band => band.Count);
        var mean = Mean(rows);
        var total = _bands.Values.Sum(band => band.DistancesFrom(mean));
        var (left, held) = (Math.Max(1, Math.Round(rows * share)), 0.0);
        foreach (var band in _bands.Values.Reverse())
        {
            var taken = Math.Min(left, band.Count);
            held += band.DistancesFrom(mean) * taken / band.Count;
            left -= taken;
        }

        return total > 0 ? held / total : 0;
    }

    private double[] Mean(long rows)
    {
        var mean = new double[width];
        foreach (var band in _bands.Values)
        {
            for (var i = 0; i < width; i++)
            {
                mean[i] += band.Sum[i] / rows;
            }
        }

        return mean;
    }

    private static double Square(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var sums = Vector<double>.Zero;
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            sums += (low * low) + (high * high);
        }

        var sum = Vector.Sum(sums);
        foreach (var value in row[(vectors.Length * Vector<float>.Count)..])
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
