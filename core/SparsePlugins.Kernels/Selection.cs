using System.Numerics;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The k largest of a short list.</summary>
internal static unsafe class Selection
{
    /// <summary>Keeps the <paramref name="k"/> largest, in their order, and of equal ones the first.</summary>
    /// <param name="values">Not negative; NaN without a sign counts as the largest.</param>
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
            // Without a branch: a processor can't guess which of a list are among the largest.
            var key = keys[i];
            var keep = (int)((uint)(bound - key) >> 31);
            if (key == bound && equalsToKeep > 0)
            {
                keep = 1;
                equalsToKeep--;
            }

            keys[kept] = key;
            companions[kept] = companions[i];
            kept += keep;
            least = Math.Min(least, key | ((keep - 1) & int.MaxValue));
        }

        return BitConverter.Int32BitsToSingle(least);
    }

    /// <summary>The largest bound that at least k reach, or one that as few reach: by halving.</summary>
    private static int Bound(int* keys, int count, int k)
    {
        var (low, high) = Range(keys, count);
        while (low < high)
        {
            var middle = high - (high - low) / 2;
            var reaching = CountAbove(keys, count, middle - 1);
            low = reaching >= k ? middle : low;
            high = reaching >= k ? high : middle - 1;
            if (reaching == k)
            {
                break;
            }
        }

        return low;
    }

    /// <summary>The least and the largest; (the largest integer, 0) where there are none.</summary>
    internal static (int Least, int Largest) Range(int* keys, int count)
    {
        var (least, largest) = (int.MaxValue, 0);
        for (var i = 0; i < count; i++)
        {
            least = Math.Min(least, keys[i]);
            largest = Math.Max(largest, keys[i]);
        }

        return (least, largest);
    }

    /// <summary>How many exceed the bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CountAbove(int* keys, int count, int bound)
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
