namespace SparsePlugins.Formats;

/// <summary>The rules of where tensors are: one after the other, without holes, each as long as its shape.</summary>
internal static class SafetensorsLayout
{
    /// <summary>The tensors in the order of their bytes.</summary>
    /// <param name="entries">In any order.</param>
    /// <param name="available">Bytes after the header.</param>
    /// <exception cref="InvalidDataException">A rule is broken.</exception>
    public static IReadOnlyList<SafetensorsEntry> Check(IEnumerable<SafetensorsEntry> entries, long available)
    {
        var ordered = entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End).ToArray();
        RequireNoHoles(ordered, available);
        Array.ForEach(ordered, RequireSize);
        return ordered;
    }

    private static void RequireNoHoles(IEnumerable<SafetensorsEntry> entries, long available)
    {
        var (end, before) = (0L, "the header");
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                var fault = entry.Begin < end ? "overlaps" : "leaves a hole after";
                throw new InvalidDataException(
                    $"tensor {entry.Quoted} begins at {entry.Begin} and {fault} {before}, which ends at {end}; save it again"
                );
            }

            (end, before) = (entry.End, entry.Quoted);
        }

        if (end != available)
        {
            throw new InvalidDataException(
                $"must have {end} bytes of numbers, has {available}; it was cut or appended to; copy or save it again"
            );
        }
    }

    private static void RequireSize(SafetensorsEntry entry)
    {
        var (expected, actual) = (SizeOf(entry), entry.End - entry.Begin);
        if (expected is { } bytes && bytes != actual)
        {
            var needed = bytes > long.MaxValue ? $"more than {long.MaxValue}" : $"{bytes}";
            throw new InvalidDataException(
                $"tensor {entry.Quoted} must have {needed} bytes for its shape [{string.Join(", ", entry.Shape)}], has {actual}; save it again"
            );
        }
    }

    /// <summary>Bytes that the shape needs, at most 2^63; <see langword="null"/> for a type that isn't known.</summary>
    private static Int128? SizeOf(SafetensorsEntry entry) =>
        SafetensorsTypes.WidthOf(entry.DataType) is { } width
            ? entry.Shape.Aggregate((Int128)width, (product, side) => Int128.Min(product * side, (Int128)long.MaxValue + 1))
            : null;
}
