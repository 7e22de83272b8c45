using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparsePlugins.Kernels;

/// <summary>AVX2.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Count => 8;

    public static int TileFeatures => 4;

    [MethodImpl(Inline)]
    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    [MethodImpl(Inline)]
    public static void Store(float* to, Vector256<float> vector) => vector.Store(to);

    [MethodImpl(Inline)]
    public static void Fill(int* to, int value) => Vector256.Create(value).Store(to);

    [MethodImpl(Inline)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(Inline)]
    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    [MethodImpl(Inline)]
    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    [MethodImpl(Inline)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> added) =>
        Vector256.MultiplyAddEstimate(left, right, added);

    [MethodImpl(Inline)]
    public static Vector256<float> AdamRatio(
        Vector256<float> first,
        Vector256<float> second,
        Vector256<float> scale,
        Vector256<float> epsilon
    ) => first / MultiplyAdd(Vector256.Sqrt(second), scale, epsilon);

    [MethodImpl(Inline)]
    public static uint Above(Vector256<float> vector, Vector256<float> bound) =>
        (~Vector256.LessThanOrEqual(vector, bound)).ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static int PackAbove(float* values, int* samples, Vector256<float> vector, Vector256<float> bound, int first)
    {
        vector.Store(values);
        return LanePacking.Pack(values, samples, Above(vector, bound), first);
    }

    [MethodImpl(Inline)]
    public static int PackBetween(
        float* values,
        int* samples,
        Vector256<float> vector,
        Vector256<float> low,
        Vector256<float> high,
        int first
    )
    {
        vector.Store(values);
        return LanePacking.Pack(values, samples, Above(vector, low) & ~Above(vector, high), first);
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Fold(Vector256<float> vector) => vector.GetLower() + vector.GetUpper();
}
