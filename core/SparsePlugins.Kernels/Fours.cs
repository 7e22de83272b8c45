using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SparsePlugins.Kernels;

/// <summary>Shuffles of vectors of four.</summary>
internal static class Fours
{
    /// <summary>(e0 o0 e1 o1) and (e2 o2 e3 o3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Low, Vector128<float> High) Interleave(Vector128<float> even, Vector128<float> odd)
    {
        if (Sse.IsSupported)
        {
            return (Sse.UnpackLow(even, odd), Sse.UnpackHigh(even, odd));
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return (AdvSimd.Arm64.ZipLow(even, odd), AdvSimd.Arm64.ZipHigh(even, odd));
        }

        return (Vector128.Create(even[0], odd[0], even[1], odd[1]), Vector128.Create(even[2], odd[2], even[3], odd[3]));
    }

    /// <summary>The sums of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        var (ac0, ac1) = Interleave(a, c);
        var (bd0, bd1) = Interleave(b, d);
        var (low, high) = Interleave(ac0 + ac1, bd0 + bd1);
        return low + high;
    }

    /// <summary>The sum of one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> vector) => (vector[0] + vector[2]) + (vector[1] + vector[3]);
}
