namespace SparsePlugins.Sources;

/// <summary>Says where the data is so large or so small that training in float32 can't work.</summary>
internal static class DataScale
{
    // A gradient is a product of two numbers of the data's size, and the optimizer keeps its square: the fourth power ends at the largest
    // float32, about 3.4e38.
    private static readonly double Largest = Math.Sqrt(Math.Sqrt(float.MaxValue));

    /// <summary>A sentence, or <see langword="null"/> where the scale is usual.</summary>
    public static string? Remark(RowLengths lengths)
    {
        if (lengths.Longest > Largest)
        {
            return FormattableString.Invariant(
                $"the longest row ({lengths.PlaceOfLongest}) has length {lengths.Longest:0.##e0}; above {Largest:0.#e0} the squares of gradients overflow in float32; divide the data by a constant"
            );
        }

        return lengths.Longest > 0 && lengths.Longest < 1 / Largest
            ? FormattableString.Invariant(
                $"the longest row has length {lengths.Longest:0.##e0}; below {1 / Largest:0.#e0} the squares of gradients vanish in float32; multiply the data by a constant"
            )
            : null;
    }
}
