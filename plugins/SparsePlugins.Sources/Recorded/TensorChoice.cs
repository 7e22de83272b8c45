namespace SparsePlugins.Sources;

/// <summary>Finds the tensor of a safetensors file that holds activations.</summary>
internal static class TensorChoice
{
    private const int MostListed = 10;

    /// <summary>The tensor of a name, or the only one that can be read as activations.</summary>
    /// <param name="file">The file, for the message.</param>
    /// <param name="tensors">What it has.</param>
    /// <param name="name">The name; empty for the only one that can be read.</param>
    /// <exception cref="InvalidDataException">There is none, or there are several.</exception>
    public static SafeTensor Choose(HeaderReader file, IReadOnlyList<SafeTensor> tensors, string name)
    {
        var candidates = tensors.Where(IsReadable).ToList();
        if (name.Length > 0)
        {
            return tensors.FirstOrDefault(tensor => tensor.Name == name)
                ?? throw file.Invalid($"has no tensor {HeaderReader.QuoteWhole(name)}; {Advice(candidates, tensors)}");
        }

        return candidates.Count == 1 ? candidates[0]
            : candidates.Count == 0 ? throw file.Invalid(Advice(candidates, tensors))
            : throw file.Invalid($"has {candidates.Count} tensors that can be read as activations; {Advice(candidates, tensors)}");
    }

    /// <summary>How the tensor's numbers are stored.</summary>
    /// <param name="file">The file, for the message.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="InvalidDataException">In a way that isn't read.</exception>
    public static ElementType Element(HeaderReader file, SafeTensor tensor) =>
        TryElement(tensor)
        ?? throw file.Invalid(
            $"tensor {tensor.Quoted} must be F16, BF16, F32 or F64, is {HeaderReader.Quote(tensor.DataType)}; {Fix(tensor.DataType)}"
        );

    private static ElementType? TryElement(SafeTensor tensor) =>
        tensor.DataType switch
        {
            "F16" => ElementType.Float16,
            "BF16" => ElementType.BFloat16,
            "F32" => ElementType.Float32,
            "F64" => ElementType.Float64,
            _ => null,
        };

    /// <summary>Whether its type, its dimensions and its sizes are those of activations.</summary>
    private static bool IsReadable(SafeTensor tensor) =>
        TryElement(tensor) is not null
        && tensor.Shape.Count is 2 or 3
        && tensor.Shape.All(size => size > 0)
        && tensor.Shape[^1] <= RecordedMatrix.MostColumns;

    private static string Fix(string dataType) =>
        dataType.StartsWith('I') || dataType.StartsWith('U') || dataType == "BOOL"
            ? "are these activations? token ids and masks can't be trained on"
            : "convert the tensor to F32 before it is saved";

    private static string Advice(IReadOnlyList<SafeTensor> candidates, IReadOnlyList<SafeTensor> tensors) =>
        candidates.Count > 0
            ? $"type tensor: one of {Listed(candidates, tensor => tensor.Quoted)}"
            : "has no tensor of F16, BF16, F32 or F64 and shape [rows, D] or [texts, positions, D]; it has "
                + Listed(
                    tensors,
                    tensor => $"{tensor.Quoted} ({HeaderReader.Quote(tensor.DataType)[1..^1]} {RecordedMatrix.Show(tensor.Shape)})"
                );

    private static string Listed(IReadOnlyList<SafeTensor> tensors, Func<SafeTensor, string> show)
    {
        var names = string.Join(", ", tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal).Take(MostListed).Select(show));
        return tensors.Count switch
        {
            0 => "no tensor at all",
            > MostListed => $"{names} and {tensors.Count - MostListed} more",
            _ => names,
        };
    }
}
