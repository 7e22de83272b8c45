using SparsePlugins.Formats;

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
    public static SafetensorsEntry Choose(RecordedFile file, IReadOnlyList<SafetensorsEntry> tensors, string name)
    {
        var candidates = tensors.Where(IsReadable).ToList();
        if (name.Length > 0)
        {
            return tensors.FirstOrDefault(tensor => tensor.Name == name)
                ?? throw file.Invalid($"has no tensor {QuotedText.Whole(name)}; {Advice(candidates, tensors)}");
        }

        return candidates.Count == 1 ? candidates[0]
            : candidates.Count == 0 ? throw file.Invalid(Advice(candidates, tensors))
            : throw file.Invalid($"has {candidates.Count} tensors that can be read as activations; {Advice(candidates, tensors)}");
    }

    /// <summary>How the tensor's numbers are stored.</summary>
    /// <param name="file">The file, for the message.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="InvalidDataException">In a way that isn't read.</exception>
    public static ElementType Element(RecordedFile file, SafetensorsEntry tensor) =>
        SafetensorsTypes.ElementOf(tensor.DataType)
        ?? throw file.Invalid(
            $"tensor {tensor.Quoted} must be F16, BF16, F32 or F64, is {QuotedText.Shorten(tensor.DataType)}; {Fix(tensor.DataType)}"
        );

    /// <summary>Whether its type, its dimensions and its sizes are those of activations.</summary>
    private static bool IsReadable(SafetensorsEntry tensor) =>
        SafetensorsTypes.ElementOf(tensor.DataType) is not null
        && tensor.Shape.Count is 2 or 3
        && tensor.Shape.All(size => size > 0)
        && tensor.Shape[^1] <= RecordedMatrix.MostColumns;

    private static string Fix(string dataType) =>
        dataType.StartsWith('I') || dataType.StartsWith('U') || dataType == "BOOL"
            ? "are these activations? token ids and masks can't be trained on"
            : "convert the tensor to F32 before it is saved";

    private static string Advice(IReadOnlyList<SafetensorsEntry> candidates, IReadOnlyList<SafetensorsEntry> tensors) =>
        candidates.Count > 0
            ? $"type tensor: one of {Listed(candidates, tensor => tensor.Quoted)}"
            : "has no tensor of F16, BF16, F32 or F64 and shape [rows, D] or [texts, positions, D]; it has "
                + Listed(
                    tensors,
                    tensor => $"{tensor.Quoted} ({QuotedText.Shorten(tensor.DataType)[1..^1]} {RecordedMatrix.Show(tensor.Shape)})"
                );

    private static string Listed(IReadOnlyList<SafetensorsEntry> tensors, Func<SafetensorsEntry, string> show)
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
