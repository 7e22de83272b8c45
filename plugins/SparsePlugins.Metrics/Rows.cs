using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>Sums over rows of float32, in float64 and one pass: as torch operations they would cost a copy in float64 and a pass each.</summary>
internal static class Rows
{
    /// <summary>The elements of a tensor in row-major order; valid for as long as <paramref name="owner"/> isn't disposed.</summary>
    internal static ReadOnlySpan<float> Of(Tensor tensor, out Tensor owner)
    {
        owner = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(owner.bytes);
    }

    /// <summary>left . left, right . right and left . right.</summary>
    internal static (double Left, double Right, double Both) Products(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var (lefts, rights, both) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var whole = left.Length - left.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left[i..]), out var x0, out var x1);
            Vector.Widen(new Vector<float>(right[i..]), out var y0, out var y1);
            lefts += x0 * x0 + x1 * x1;
            rights += y0 * y0 + y1 * y1;
            both += x0 * y0 + x1 * y1;
        }

        var sums = (Left: Vector.Sum(lefts), Right: Vector.Sum(rights), Both: Vector.Sum(both));
        for (var i = whole; i < left.Length; i++)
        {
            double x = left[i],
                y = right[i];
            sums = (sums.Left + x * x, sums.Right + y * y, sums.Both + x * y);
        }

        return sums;
    }

    /// <summary>|left - right|^2.</summary>
    internal static double SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var squares = Vector<double>.Zero;
        var whole = left.Length - left.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left[i..]), out var x0, out var x1);
            Vector.Widen(new Vector<float>(right[i..]), out var y0, out var y1);
            squares += (x0 - y0) * (x0 - y0) + (x1 - y1) * (x1 - y1);
        }

        var sum = Vector.Sum(squares);
        for (var i = whole; i < left.Length; i++)
        {
            sum += ((double)left[i] - right[i]) * ((double)left[i] - right[i]);
        }

        return sum;
    }

    /// <summary>Elements that are not 0.</summary>
    internal static long CountActive(ReadOnlySpan<float> codes)
    {
        long silent = 0;
        var whole = codes.Length - codes.Length % Vector<float>.Count;
        var zeros = Vector<int>.Zero; // True is -1. No lane counts above 2^31: a span is shorter.
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            zeros -= Vector.Equals(new Vector<float>(codes[i..]), Vector<float>.Zero);
        }

        foreach (var code in codes[whole..])
        {
            silent += code == 0 ? 1 : 0;
        }

        return codes.Length - silent - Vector.Sum(zeros);
    }

    /// <summary>Makes <paramref name="fired"/> other than 0 where the row is.</summary>
    internal static void MarkActive(Span<int> fired, ReadOnlySpan<float> row)
    {
        var whole = row.Length - row.Length % Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            var active = Vector.OnesComplement(Vector.Equals(new Vector<float>(row[i..]), Vector<float>.Zero));
            (new Vector<int>(fired[i..]) | active).CopyTo(fired[i..]);
        }

        for (var i = whole; i < row.Length; i++)
        {
            fired[i] |= row[i] == 0 ? 0 : -1;
        }
    }
}
