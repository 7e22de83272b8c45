using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>The largest of a long list, about as many as asked for.</summary>
internal static unsafe class BatchSelection
{
    /// <summary>Keeps the largest, in their order, and of equal ones at the end of the ranking those of the lowest places.</summary>
    /// <param name="values">Not negative; NaN without a sign counts as the largest.</param>
    /// <param name="places">Different and not negative; moved along.</param>
    /// <param name="count">More than <paramref name="most"/>; how many were kept afterwards.</param>
    /// <param name="least">Keep at least as many; at least 1.</param>
    /// <param name="most">And at most as many: a range ends the search early.</param>
    /// <returns>None of the kept is less.</returns>
    public static float KeepLargest(float* values, int* places, ref int count, int least, int most)
    {
        // Floats that aren't negative are in the order of their bits, read as integers.
        var keys = (int*)values;
        var (bound, reaching) = Bound(keys, count, least, most);
        var last =
            reaching <= most ? int.MaxValue : LastPlace(keys, places, count, bound, least - Selection.CountAbove(keys, count, bound));
        count = Keep(keys, places, count, bound, last);
        return BitConverter.Int32BitsToSingle(bound);
    }

    /// <summary>A bound that <paramref name="least"/> to <paramref name="most"/> reach, by halving; more than that where too many are equal to it.</summary>
    private static (int Bound, int Reaching) Bound(int* keys, int count, int least, int most)
    {
        var (low, high) = Selection.Range(keys, count);
        var reaching = count;
        while (low < high && reaching > most)
        {
            var middle = high - (high - low) / 2;
            var here = Selection.CountAbove(keys, count, middle - 1);
            (low, reaching) = here >= least ? (middle, here) : (low, reaching);
            high = here >= least ? high : middle - 1;
        }

        return (low, reaching);
    }

    /// <summary>The place up to which <paramref name="wanted"/> of those equal to the bound lie.</summary>
    private static int LastPlace(int* keys, int* places, int count, int bound, int wanted)
    {
        var (low, high) = (0, int.MaxValue);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var enough = CountEqual(keys, places, count, bound, middle) >= wanted;
            (low, high) = enough ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static int CountEqual(int* keys, int* places, int count, int bound, int last)
    {
        var equal = 0;
        for (var i = 0; i < count; i++)
        {
            equal += keys[i] == bound && places[i] <= last ? 1 : 0;
        }

        return equal;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Keep(int* keys, int* places, int count, int bound, int last)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            // Without a branch: a processor can't guess which of a list are among the largest.
            var (key, place) = (keys[i], places[i]);
            keys[kept] = key;
            places[kept] = place;
            kept += (key > bound ? 1 : 0) | ((key == bound ? 1 : 0) & (place <= last ? 1 : 0));
        }

        return kept;
    }
}
