using System.Numerics;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Training.Fused;

/// <summary>The k largest of a short list.</summary>
internal static unsafe class Selection
{
    private const int HighestBit = 1 << 30;

    /// <summary>Keeps the <paramref name="k"/> largest, in their order, and of equal ones the first.</summary>
    /// <param name="values">Not negative; NaN counts as the largest.</param>
    /// <param name="companions">Moved along.</param>
    /// <param name="count">More than <paramref name="k"/>.</param>
    /// <param name="k">At least 1.</param>
    /// <returns>The least that was kept.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float KeepLargest(float* values, int* companions, int count, int k)
    {
        // Floats that aren't negative are in the order of their bits, read as integers.
        var keys = (int*)values;
        var bound = Bound(keys, count, k);
        var equalsToKeep = k - CountAbove(keys, count, bound);
        var (kept, least) = (0, int.MaxValue);
        for (var i = 0; i < count; i++)
        {
            var key = keys[i];
            if (key > bound || (key == bound && equalsToKeep-- > 0))
            {
                keys[kept] = key;
                companions[kept++] = companions[i];
                least = Math.Min(least, key);
            }
        }

        return BitConverter.Int32BitsToSingle(least);
    }

    /// <summary>The largest bound, or one that parts the list as well, that at least k reach: bit by bit from the highest.</summary>
    private static int Bound(int* keys, int count, int k)
    {
        var bound = 0;
        for (var bit = HighestBit; bit != 0; bit >>= 1)
        {
            var reaching = CountAbove(keys, count, (bound | bit) - 1);
            bound = reaching >= k ? bound | bit : bound;
            if (reaching == k)
            {
                break;
            }
        }

        return bound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountAbove(int* keys, int count, int bound)
    {
        var i = 0;
        var (bounds, counts) = (new Vector<int>(bound), Vector<int>.Zero);
        for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
        {
            counts -= Vector.GreaterThan(Vector.Load(keys + i), bounds); // True is -1.
        }

        var total = Vector.Sum(counts);
        for (; i < count; i++)
        {
            total += keys[i] > bound ? 1 : 0;
        }

        return total;
    }
}
