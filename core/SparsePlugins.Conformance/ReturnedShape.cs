using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>What is said of a returned tensor that isn't what the contract asks for.</summary>
internal static class ReturnedShape
{
    /// <summary>Fails unless a tensor is finite float32 of a shape.</summary>
    /// <param name="name">What the contract calls it, for instance <c>DecoderWeight</c>.</param>
    /// <param name="returned">The tensor.</param>
    /// <param name="letters">The shape in letters, for instance <c>[F, D]</c>.</param>
    /// <param name="expected">The shape in numbers.</param>
    internal static void AssertIs(string name, Tensor returned, string letters, params long[] expected)
    {
        var (has, needs) = (Text(returned.shape), Text(expected));
        Require.That(
            returned.shape.SequenceEqual(expected),
            $"{name} is {has}; expected {letters} = {needs}{Hint(returned.shape, expected)}"
        );
        Require.That(
            returned.dtype == ScalarType.Float32,
            $"{name} holds {returned.dtype}; expected Float32: end with .to_type(ScalarType.Float32)"
        );
        AssertFinite(name, returned);
    }

    /// <summary>Fails unless every element is a finite number.</summary>
    private static void AssertFinite(string name, Tensor returned)
    {
        var numbers = TensorAssertions.Numbers(returned);
        var bad = Array.FindIndex(numbers, number => !double.IsFinite(number));
        Require.That(
            bad < 0,
            $"{name} holds {(bad < 0 ? "" : Word(numbers[bad]))} at element {bad} of {Text(returned.shape)}; every value must be finite: "
                + "look for a division by a length that is zero (the sample may hold a row of zeros)"
        );
    }

    /// <summary>Fails unless each row has a length.</summary>
    internal static void AssertLength(string name, Tensor rows, double expected)
    {
        var lengths = TensorAssertions.Numbers(rows.norm(dim: 1));
        var bad = Array.FindIndex(lengths, length => Math.Abs(length - expected) > 1e-5 * expected);
        Require.That(
            bad < 0,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"row {bad} of {name} has length {(bad < 0 ? 0 : lengths[bad]):G4}; every row must have length {expected}: divide by its norm, or let AutoencoderWeights.FromDirections do it"
            )
        );
    }

    private static string Hint(long[] shape, long[] expected) =>
        shape.Length == 2 && expected.Length == 2 && shape[0] == expected[1] && shape[1] == expected[0]
            ? ": it is transposed; return its .T.contiguous()"
            : "";

    private static string Word(double number) =>
        double.IsNaN(number) ? "NaN"
        : number > 0 ? "infinity"
        : "-infinity";

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
