using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparsePlugins.Kernels;

/// <summary>AVX-512. Its own instructions by name: <see cref="Vector512"/> reports no acceleration on machines that clock down for it.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // A table of vfixupimmps: four bits for each class of argument. Class 2 is zero, class 5 positive infinity; 0 keeps the result,
    // 5 is positive infinity, 8 is zero.
    private const int RootFixes = (8 << (4 * 2)) | (5 << (4 * 5));
    private const int ReciprocalFixes = (5 << (4 * 2)) | (8 << (4 * 5));

    public static bool IsSupported => Avx512F.IsSupported && Avx512DQ.IsSupported;

    public static int Count => 16;

    public static int TileFeatures => 8;

    [MethodImpl(Inline)]
    public static Vector512<float> Load(float* from) => Avx512F.LoadVector512(from);

    [MethodImpl(Inline)]
    public static void Store(float* to, Vector512<float> vector) => Avx512F.Store(to, vector);

    [MethodImpl(Inline)]
    public static void Fill(int* to, int value) => Avx512F.Store(to, Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(Inline)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => Avx512F.Subtract(left, right);

    [MethodImpl(Inline)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => Avx512F.Multiply(left, right);

    [MethodImpl(Inline)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> added) =>
        Avx512F.FusedMultiplyAdd(left, right, added);

    /// <summary>
    /// From the 14-bit estimates and one Newton step each: a division and a root of 16 lanes keep the divider busy for longer than
    /// all the rest of the update takes. At 0 and infinity, where a Newton step gives NaN, the exact root and reciprocal are put in.
    /// </summary>
    [MethodImpl(Inline)]
    public static Vector512<float> AdamRatio(
        Vector512<float> first,
        Vector512<float> second,
        Vector512<float> scale,
        Vector512<float> epsilon
    )
    {
        var estimate = Avx512F.ReciprocalSqrt14(second);
        var half = Avx512F.Multiply(second, Avx512F.Multiply(estimate, Vector512.Create(0.5f)));
        var inverse = Avx512F.Multiply(estimate, Avx512F.FusedMultiplyAddNegated(half, estimate, Vector512.Create(1.5f)));
        var root = Avx512F.Fixup(Avx512F.Multiply(second, inverse), second, Vector512.Create(RootFixes), 0);
        var denominator = Avx512F.FusedMultiplyAdd(root, scale, epsilon);
        var guess = Avx512F.Reciprocal14(denominator);
        var newton = Avx512F.Multiply(guess, Avx512F.FusedMultiplyAddNegated(denominator, guess, Vector512.Create(2f)));
        return Avx512F.Multiply(first, Avx512F.Fixup(newton, denominator, Vector512.Create(ReciprocalFixes), 0));
    }

    [MethodImpl(Inline)]
    public static uint Above(Vector512<float> vector, Vector512<float> bound) =>
        (uint)Avx512F.MoveMask(Avx512F.CompareNotLessThanOrEqual(vector, bound));

    [MethodImpl(Inline)]
    public static int PackAbove(float* values, int* samples, Vector512<float> vector, Vector512<float> bound, int first) =>
        Pack(values, samples, vector, Avx512F.CompareNotLessThanOrEqual(vector, bound), first);

    [MethodImpl(Inline)]
    public static int PackBetween(
        float* values,
        int* samples,
        Vector512<float> vector,
        Vector512<float> low,
        Vector512<float> high,
        int first
    )
    {
        var above = Avx512F.CompareNotLessThanOrEqual(vector, low);
        return Pack(values, samples, vector, Avx512DQ.AndNot(Avx512F.CompareNotLessThanOrEqual(vector, high), above), first);
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Fold(Vector512<float> vector)
    {
        var half = Avx.Add(vector.GetLower(), vector.GetUpper());
        return Sse.Add(half.GetLower(), half.GetUpper());
    }

    [MethodImpl(Inline)]
    private static int Pack(float* values, int* samples, Vector512<float> vector, Vector512<float> marked, int first)
    {
        var lanes = Avx512F.Add(Vector512.Create(first), Vector512<int>.Indices);
        // Packed in a register, then stored whole: packing straight to memory is microcode on some machines.
        Avx512F.Store(values, Avx512F.Compress(Vector512<float>.Zero, marked, vector));
        Avx512F.Store(samples, Avx512F.Compress(Vector512<int>.Zero, marked.AsInt32(), lanes));
        return BitOperations.PopCount((uint)Avx512F.MoveMask(marked));
    }
}
