using System.Numerics;

namespace SparsePlugins.Contracts;

/// <summary>Lengths and distances of rows of float32, in float64: squares of what float32 holds neither overflow there nor vanish.</summary>
internal static class RowLength
{
    private const int Block = 64; // Elements between two looks at whether a distance is too large already.

    /// <summary>1 over the Euclidean length; 0 where that is 0.</summary>
    /// <param name="row">Finite.</param>
    public static double Inverse(ReadOnlySpan<float> row)
    {
        var squares = SquaredDistance(row, 1, row, 0);
        return squares == 0 ? 0 : 1 / Math.Sqrt(squares);
    }

    /// <summary>Whether |a x - b y|^2 is at most a bound.</summary>
    public static bool IsWithin(double bound, ReadOnlySpan<float> x, double a, ReadOnlySpan<float> y, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length && sum <= bound; i += Block)
        {
            var count = Math.Min(Block, x.Length - i);
            sum += SquaredDistance(x.Slice(i, count), a, y.Slice(i, count), b);
        }

        return sum <= bound;
    }

    private static double SquaredDistance(ReadOnlySpan<float> x, double a, ReadOnlySpan<float> y, double b)
    {
        var (lows, highs) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out var x0, out var x1);
            Vector.Widen(new Vector<float>(y[i..]), out var y0, out var y1);
            var (low, high) = (x0 * a - y0 * b, x1 * a - y1 * b);
            lows += low * low;
            highs += high * high;
        }

        var sum = Vector.Sum(lows + highs);
        for (; i < x.Length; i++)
        {
            var difference = x[i] * a - y[i] * b;
            sum += difference * difference;
        }

        return sum;
    }
}
