using System.Numerics;
using System.Runtime.CompilerServices;

namespace SparsePlugins.Kernels;

/// <summary>Packing of lanes for machines without an instruction for it.</summary>
internal static unsafe class LanePacking
{
    /// <summary>Moves the marked values to the front, in place, and writes their samples.</summary>
    /// <param name="values">The lanes; a value only ever moves towards the front.</param>
    /// <param name="samples">Where <paramref name="first"/> + the marked lanes go.</param>
    /// <param name="marked">A bit a lane.</param>
    /// <param name="first">The sample of lane 0.</param>
    /// <returns>How many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pack(float* values, int* samples, uint marked, int first)
    {
        var count = 0;
        for (; marked != 0; marked &= marked - 1)
        {
            var lane = BitOperations.TrailingZeroCount(marked);
            values[count] = values[lane];
            samples[count] = first + lane;
            count++;
        }

        return count;
    }
}
