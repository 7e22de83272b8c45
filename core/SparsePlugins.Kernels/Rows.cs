using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Sums over rows of floats. Lengths are in floats; a padded length is a multiple of the vector's.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class Rows<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>target = left - right; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(float* target, float* left, float* right, nint length)
    {
        for (nint j = 0; j < length; j += TLanes.Count)
        {
            TLanes.Store(target + j, TLanes.Subtract(TLanes.Load(left + j), TLanes.Load(right + j)));
        }
    }

    /// <summary>target = factor * row; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(float* target, float* row, float factor, nint length)
    {
        var vector = TLanes.Broadcast(factor);
        for (nint j = 0; j < length; j += TLanes.Count)
        {
            TLanes.Store(target + j, TLanes.Multiply(TLanes.Load(row + j), vector));
        }
    }

    /// <summary>row *= factor; any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* row, float factor, nint length)
    {
        nint j = 0;
        for (var vector = TLanes.Broadcast(factor); j + TLanes.Count <= length; j += TLanes.Count)
        {
            TLanes.Store(row + j, TLanes.Multiply(TLanes.Load(row + j), vector));
        }

        for (; j < length; j++)
        {
            row[j] *= factor;
        }
    }

    /// <summary>target += factor * row; any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* target, float* row, float factor, nint length)
    {
        nint j = 0;
        for (var vector = TLanes.Broadcast(factor); j + TLanes.Count <= length; j += TLanes.Count)
        {
            TLanes.Store(target + j, TLanes.MultiplyAdd(vector, TLanes.Load(row + j), TLanes.Load(target + j)));
        }

        for (; j < length; j++)
        {
            target[j] += factor * row[j];
        }
    }

    /// <summary>left . right; any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* left, float* right, nint length)
    {
        nint j = 0;
        var sum = TLanes.Broadcast(0);
        for (; j + TLanes.Count <= length; j += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(left + j), TLanes.Load(right + j), sum);
        }

        var total = Fours.Sum(TLanes.Fold(sum));
        for (; j < length; j++)
        {
            total += left[j] * right[j];
        }

        return total;
    }

    /// <summary>|left - right|^2; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredDistance(float* left, float* right, nint length)
    {
        var sum = TLanes.Broadcast(0);
        for (nint j = 0; j < length; j += TLanes.Count)
        {
            var difference = TLanes.Subtract(TLanes.Load(left + j), TLanes.Load(right + j));
            sum = TLanes.MultiplyAdd(difference, difference, sum);
        }

        return Fours.Sum(TLanes.Fold(sum));
    }

    /// <summary>The sum; any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* row, nint length)
    {
        nint j = 0;
        var (sum, one) = (TLanes.Broadcast(0), TLanes.Broadcast(1));
        for (; j + TLanes.Count <= length; j += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(row + j), one, sum);
        }

        var total = Fours.Sum(TLanes.Fold(sum));
        for (; j < length; j++)
        {
            total += row[j];
        }

        return total;
    }

    /// <summary>The largest absolute value; NaN if one is NaN. For rows that are looked at rarely.</summary>
    public static float LargestOf(float* row, nint length)
    {
        var largest = 0f;
        for (nint j = 0; j < length; j++)
        {
            largest = MathF.Max(largest, MathF.Abs(row[j]));
        }

        return largest;
    }

    /// <summary>row = factor * row + added; any length.</summary>
    /// <returns>The sum of the new row.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float ScaleAndShift(float* row, float factor, float added, nint length)
    {
        nint j = 0;
        var (factors, shift) = (TLanes.Broadcast(factor), TLanes.Broadcast(added));
        var (sum, one) = (TLanes.Broadcast(0), TLanes.Broadcast(1));
        for (; j + TLanes.Count <= length; j += TLanes.Count)
        {
            var vector = TLanes.MultiplyAdd(factors, TLanes.Load(row + j), shift);
            TLanes.Store(row + j, vector);
            sum = TLanes.MultiplyAdd(vector, one, sum);
        }

        var total = Fours.Sum(TLanes.Fold(sum));
        for (; j < length; j++)
        {
            row[j] = factor * row[j] + added;
            total += row[j];
        }

        return total;
    }

    /// <summary>
    /// Numbers so small that they hardly are numbers become 0; any length. The first moments of a feature that doesn't fire fall by a tenth a step, until every
    /// operation on them takes a hundred times as long. Long before that they move nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForgetTiny(float* row, nint length)
    {
        for (nint j = 0; j < length; j++)
        {
            row[j] = MathF.Abs(row[j]) < 1e-30f ? 0 : row[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AddVector(float* target, float* row, TVector factor, nint j) =>
        TLanes.Store(target + j, TLanes.MultiplyAdd(factor, TLanes.Load(row + j), TLanes.Load(target + j)));
}
