using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparsePlugins.Kernels;

/// <summary>Sums over several rows of floats, all of them or those of a list. Lengths are in floats; a padded length is a multiple of the vector's.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class RowSums<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>target += factor * (the sum of the rows); padded. A few columns at a time, whose sums stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAll(float* target, float* rows, nint length, float factor, int count)
    {
        var end = rows + length * count;
        for (nint j = 0; j < length; j += TLanes.Count)
        {
            TVector sum,
                other;
            sum = other = TLanes.Broadcast(0);
            var one = TLanes.Broadcast(1);
            var row = rows + j;
            for (; row + length < end; row += 2 * length)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(row), one, sum);
                other = TLanes.MultiplyAdd(TLanes.Load(row + length), one, other);
            }

            if (row < end)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(row), one, sum);
            }

            sum = TLanes.MultiplyAdd(other, one, sum);
            TLanes.Store(target + j, TLanes.MultiplyAdd(sum, TLanes.Broadcast(factor), TLanes.Load(target + j)));
        }
    }

    /// <summary>target += sum of factors[i] * row indices[i]; padded. Four rows at a time, so that the target is read and written less often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddListed(float* target, float* rows, nint length, int* indices, float* factors, int count)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* row0 = rows + length * indices[i],
                row1 = rows + length * indices[i + 1];
            float* row2 = rows + length * indices[i + 2],
                row3 = rows + length * indices[i + 3];
            var (factor0, factor1) = (TLanes.Broadcast(factors[i]), TLanes.Broadcast(factors[i + 1]));
            var (factor2, factor3) = (TLanes.Broadcast(factors[i + 2]), TLanes.Broadcast(factors[i + 3]));
            for (nint j = 0; j < length; j += TLanes.Count)
            {
                var sum = TLanes.MultiplyAdd(factor0, TLanes.Load(row0 + j), TLanes.Load(target + j));
                sum = TLanes.MultiplyAdd(factor1, TLanes.Load(row1 + j), sum);
                sum = TLanes.MultiplyAdd(factor2, TLanes.Load(row2 + j), sum);
                TLanes.Store(target + j, TLanes.MultiplyAdd(factor3, TLanes.Load(row3 + j), sum));
            }
        }

        for (; i < count; i++)
        {
            Rows<TLanes, TVector>.Add(target, rows + length * indices[i], factors[i], length);
        }
    }

    /// <summary>dots[i] = direction . row indices[i]; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DotListed(float* rows, nint length, int* indices, int count, float* direction, float* dots)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* row0 = rows + length * indices[i],
                row1 = rows + length * indices[i + 1];
            float* row2 = rows + length * indices[i + 2],
                row3 = rows + length * indices[i + 3];
            TVector dot0,
                dot1,
                dot2,
                dot3;
            dot0 = dot1 = dot2 = dot3 = TLanes.Broadcast(0);
            for (nint j = 0; j < length; j += TLanes.Count)
            {
                var along = TLanes.Load(direction + j);
                dot0 = TLanes.MultiplyAdd(along, TLanes.Load(row0 + j), dot0);
                dot1 = TLanes.MultiplyAdd(along, TLanes.Load(row1 + j), dot1);
                dot2 = TLanes.MultiplyAdd(along, TLanes.Load(row2 + j), dot2);
                dot3 = TLanes.MultiplyAdd(along, TLanes.Load(row3 + j), dot3);
            }

            Fours.Sums(TLanes.Fold(dot0), TLanes.Fold(dot1), TLanes.Fold(dot2), TLanes.Fold(dot3)).Store(dots + i);
        }

        for (; i < count; i++)
        {
            dots[i] = Rows<TLanes, TVector>.Dot(direction, rows + length * indices[i], length);
        }
    }

    /// <summary>row targetIndices[i] of the targets += factors[i] * row indices[i], for each i; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(float* targets, float* rows, nint length, int* targetIndices, int* indices, float* factors, int count)
    {
        var unrolled = length - length % (4 * TLanes.Count);
        for (var i = 0; i < count; i++)
        {
            float* target = targets + length * targetIndices[i],
                row = rows + length * indices[i];
            var factor = TLanes.Broadcast(factors[i]);
            nint j = 0;
            for (; j < unrolled; j += 4 * TLanes.Count)
            {
                Rows<TLanes, TVector>.AddVector(target, row, factor, j);
                Rows<TLanes, TVector>.AddVector(target, row, factor, j + TLanes.Count);
                Rows<TLanes, TVector>.AddVector(target, row, factor, j + 2 * TLanes.Count);
                Rows<TLanes, TVector>.AddVector(target, row, factor, j + 3 * TLanes.Count);
            }

            for (; j < length; j += TLanes.Count)
            {
                Rows<TLanes, TVector>.AddVector(target, row, factor, j);
            }
        }
    }

    /// <summary>As <see cref="AddListed"/>, and dots[i] = direction . row indices[i] from the same reading of the rows; padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAndDotListed(
        float* target,
        float* rows,
        nint length,
        int* indices,
        float* factors,
        int count,
        float* direction,
        float* dots
    )
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float* row0 = rows + length * indices[i],
                row1 = rows + length * indices[i + 1];
            float* row2 = rows + length * indices[i + 2],
                row3 = rows + length * indices[i + 3];
            var (factor0, factor1) = (TLanes.Broadcast(factors[i]), TLanes.Broadcast(factors[i + 1]));
            var (factor2, factor3) = (TLanes.Broadcast(factors[i + 2]), TLanes.Broadcast(factors[i + 3]));
            TVector dot0,
                dot1,
                dot2,
                dot3;
            dot0 = dot1 = dot2 = dot3 = TLanes.Broadcast(0);
            for (nint j = 0; j < length; j += TLanes.Count)
            {
                var along = TLanes.Load(direction + j);
                var sum = TLanes.Load(target + j);
                var value = TLanes.Load(row0 + j);
                dot0 = TLanes.MultiplyAdd(along, value, dot0);
                sum = TLanes.MultiplyAdd(factor0, value, sum);
                value = TLanes.Load(row1 + j);
                dot1 = TLanes.MultiplyAdd(along, value, dot1);
                sum = TLanes.MultiplyAdd(factor1, value, sum);
                value = TLanes.Load(row2 + j);
                dot2 = TLanes.MultiplyAdd(along, value, dot2);
                sum = TLanes.MultiplyAdd(factor2, value, sum);
                value = TLanes.Load(row3 + j);
                dot3 = TLanes.MultiplyAdd(along, value, dot3);
                TLanes.Store(target + j, TLanes.MultiplyAdd(factor3, value, sum));
            }

            Fours.Sums(TLanes.Fold(dot0), TLanes.Fold(dot1), TLanes.Fold(dot2), TLanes.Fold(dot3)).Store(dots + i);
        }

        for (; i < count; i++)
        {
            var row = rows + length * indices[i];
            dots[i] = Rows<TLanes, TVector>.Dot(direction, row, length);
            Rows<TLanes, TVector>.Add(target, row, factors[i], length);
        }
    }
}
