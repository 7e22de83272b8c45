using System.Runtime.Intrinsics;
using SparsePlugins.Kernels;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>first / (sqrt(second) * scale + epsilon), on every width that this machine has, where roots and reciprocals are special.</summary>
public sealed unsafe class AdamRatioTests
{
    private const int MostLanes = 16;

    private static readonly float[] _firsts =
    [
        0,
        1,
        -2.5f,
        1e-20f,
        -3e-39f,
        1e30f,
        float.MaxValue,
        float.PositiveInfinity,
        float.NegativeInfinity,
        float.NaN,
    ];

    private static readonly float[] _seconds =
    [
        0,
        float.Epsilon,
        1e-42f,
        1.1e-38f,
        1.1754944e-38f,
        3e-37f,
        1e-36f,
        2.5e-36f,
        1e-20f,
        0.3f,
        1,
        4e12f,
        1e37f,
        float.MaxValue,
        float.PositiveInfinity,
        float.NaN,
    ];

    public static TheoryData<float, float> Constants() =>
        new()
        {
            { 1e-8f, 1 },
            { 1e-8f, 31.6f },
            { 1e-30f, 1 },
            { 1e-30f, 1e4f },
            { 1, 1.5f },
            { 0, 1 },
        };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Equals_the_exact_formula_at_every_special_value(float epsilon, float scale)
    {
        foreach (var first in _firsts)
        {
            foreach (var second in _seconds)
            {
                var expected = (float)(first / (Math.Sqrt(second) * scale + epsilon));
                foreach (var (width, ratio) in Ratios(first, second, scale, epsilon))
                {
                    AssertClose(expected, ratio, $"{width}: {first:R} / (sqrt({second:R}) * {scale:R} + {epsilon:R})");
                }
            }
        }
    }

    private static IEnumerable<(string Width, float Ratio)> Ratios(float first, float second, float scale, float epsilon)
    {
        yield return ("128", Ratio<Lanes128, Vector128<float>>(first, second, scale, epsilon));
        if (Lanes256.IsSupported)
        {
            yield return ("256", Ratio<Lanes256, Vector256<float>>(first, second, scale, epsilon));
        }

        if (Lanes512.IsSupported)
        {
            yield return ("512", Ratio<Lanes512, Vector512<float>>(first, second, scale, epsilon));
        }
    }

    private static float Ratio<TLanes, TVector>(float first, float second, float scale, float epsilon)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        var lanes = stackalloc float[MostLanes];
        TLanes.Store(
            lanes,
            TLanes.AdamRatio(TLanes.Broadcast(first), TLanes.Broadcast(second), TLanes.Broadcast(scale), TLanes.Broadcast(epsilon))
        );
        return lanes[TLanes.Count - 1];
    }

    /// <summary>Within four units in the last place, or the smallest normal number.</summary>
    private static void AssertClose(float expected, float actual, string what)
    {
        var isClose = float.IsFinite(expected)
            ? Math.Abs((double)expected - actual) <= Math.Max(4 * Math.Abs((double)expected) * Math.Pow(2, -23), 1.2e-38)
            : expected.Equals(actual);
        Assert.True(isClose, $"{what} is {expected:R}, got {actual:R}");
    }
}
