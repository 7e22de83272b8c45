using System.Globalization;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>Comparisons of tensors that say where they fail. Meant for <c>using static</c>.</summary>
public static class TensorAssertions
{
    /// <summary>Fails unless every element of <paramref name="actual"/> is within <paramref name="tolerance"/> of a number.</summary>
    /// <param name="expected">The number.</param>
    /// <param name="actual">Any shape and type.</param>
    /// <param name="tolerance">Largest allowed absolute difference.</param>
    public static void AssertClose(double expected, Tensor actual, double tolerance = 1e-5)
    {
        using var scope = NewDisposeScope();
        AssertClose(full(actual.shape, expected, dtype: ScalarType.Float64), actual, tolerance);
    }

    /// <summary>Fails unless two tensors have one shape and elements within <paramref name="tolerance"/> of each other.</summary>
    /// <param name="expected">Any shape and type.</param>
    /// <param name="actual">The same shape.</param>
    /// <param name="tolerance">Largest allowed absolute difference.</param>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Require.That(
            expected.shape.SequenceEqual(actual.shape),
            $"the shape is [{string.Join(", ", actual.shape)}]; expected [{string.Join(", ", expected.shape)}]"
        );
        var (left, right) = (Numbers(expected), Numbers(actual));
        for (var i = 0; i < left.Length; i++)
        {
            // A NaN is close to nothing, so the comparison is not written the other way round.
            Require.That(
                Math.Abs(left[i] - right[i]) <= tolerance,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"element {i} of [{string.Join(", ", actual.shape)}] is {right[i]:R}; expected {left[i]:R} within {tolerance:R}"
                )
            );
        }
    }

    /// <summary>Fails unless every element is a finite number.</summary>
    /// <param name="actual">Any shape.</param>
    public static void AssertFinite(Tensor actual) =>
        Require.That(Numbers(actual).All(double.IsFinite), $"a value of [{string.Join(", ", actual.shape)}] is infinite or not a number");

    /// <summary>All elements in row-major order, as float64.</summary>
    /// <param name="tensor">Any shape, type and device.</param>
    public static double[] Numbers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>The bytes of all elements in row-major order: equal bytes, equal tensors to the last bit.</summary>
    /// <param name="tensor">Any shape, type and device.</param>
    public static byte[] Bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}
