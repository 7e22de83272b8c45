using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparsePlugins.Kernels;

/// <summary>SSE, Neon, or no vectors at all: .NET then works lane by lane.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static bool IsSupported => true;

    public static int Count => 4;

    public static int TileFeatures => 4;

    [MethodImpl(Inline)]
    public static Vector128<float> Load(float* from) => Vector128.Load(from);

    [MethodImpl(Inline)]
    public static void Store(float* to, Vector128<float> vector) => vector.Store(to);

    [MethodImpl(Inline)]
    public static void Fill(int* to, int value) => Vector128.Create(value).Store(to);

    [MethodImpl(Inline)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(Inline)]
    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    [MethodImpl(Inline)]
    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    [MethodImpl(Inline)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> added) =>
        Vector128.MultiplyAddEstimate(left, right, added);

    [MethodImpl(Inline)]
    public static Vector128<float> AdamRatio(
        Vector128<float> first,
        Vector128<float> second,
        Vector128<float> scale,
        Vector128<float> epsilon
    ) => first / MultiplyAdd(Vector128.Sqrt(second), scale, epsilon);

    [MethodImpl(Inline)]
    public static uint Above(Vector128<float> vector, Vector128<float> bound) =>
        (~Vector128.LessThanOrEqual(vector, bound)).ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    public static int PackAbove(float* values, int* samples, Vector128<float> vector, Vector128<float> bound, int first)
    {
        vector.Store(values);
        return LanePacking.Pack(values, samples, Above(vector, bound), first);
    }

    [MethodImpl(Inline)]
    public static int PackBetween(
        float* values,
        int* samples,
        Vector128<float> vector,
        Vector128<float> low,
        Vector128<float> high,
        int first
    )
    {
        vector.Store(values);
        return LanePacking.Pack(values, samples, Above(vector, low) & ~Above(vector, high), first);
    }

    [MethodImpl(Inline)]
    public static Vector128<float> Fold(Vector128<float> vector) => vector;
}
