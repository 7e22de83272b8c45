namespace SparsePlugins.Formats;

/// <summary>Numbers of a file as float32, row by row.</summary>
/// <param name="Shape">Sizes, not negative; none for a single number.</param>
/// <param name="Values">As many as the shape says; a number beyond float32 is infinite, an integer above 2^24 is rounded.</param>
public sealed record NumberArray(IReadOnlyList<long> Shape, float[] Values)
{
    /// <summary>How many numbers a shape has.</summary>
    /// <param name="shape">Sizes, not negative.</param>
    /// <exception cref="InvalidDataException">More than an array can hold.</exception>
    public static int Count(IReadOnlyList<long> shape)
    {
        var count = shape.Aggregate((Int128)1, (product, side) => Int128.Min(product * side, (Int128)long.MaxValue));
        return count <= Array.MaxLength
            ? (int)count
            : throw new InvalidDataException(
                $"a tensor of [{string.Join(", ", shape)}] is larger than the {Array.MaxLength} numbers that are read"
            );
    }
}
