using System.Numerics;

namespace SparsePlugins.Metrics;

/// <summary>The sum of squared deviations from the mean row, of rows that arrive one by one.</summary>
/// <remarks>
/// Source: Welford 1962, in each dimension: with the n-th value x, m' = m + (x - m) / n, the sum grows by (x - m) (x - m'). It loses no digits where the
/// mean is large, as subtracting the mean's square at the end would.
/// </remarks>
internal sealed class Spread
{
    private double[] _mean = [];
    private long _rows;

    /// <summary>Sum over rows and dimensions of the squared deviation from the mean row; 0 before any row.</summary>
    internal double SumOfSquares { get; private set; }

    /// <summary>Adds a row.</summary>
    internal void Add(ReadOnlySpan<float> row)
    {
        _mean = _rows == 0 ? new double[row.Length] : _mean;
        var share = 1.0 / ++_rows;
        var (growth, half) = (Vector<double>.Zero, Vector<double>.Count);
        var whole = row.Length - row.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(row[i..]), out var low, out var high);
            growth += Move(_mean.AsSpan(i, half), low, share) + Move(_mean.AsSpan(i + half, half), high, share);
        }

        SumOfSquares += Vector.Sum(growth);
        for (var i = whole; i < row.Length; i++)
        {
            var before = row[i] - _mean[i];
            _mean[i] += before * share;
            SumOfSquares += before * (row[i] - _mean[i]);
        }
    }

    private static Vector<double> Move(Span<double> mean, Vector<double> values, double share)
    {
        var old = new Vector<double>(mean);
        var moved = old + (values - old) * share;
        moved.CopyTo(mean);
        return (values - old) * (values - moved);
    }
}
