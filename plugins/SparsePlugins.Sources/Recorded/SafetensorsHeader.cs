using System.Buffers.Binary;

namespace SparsePlugins.Sources;

/// <summary>The header of a safetensors file.</summary>
/// <remarks>
/// Source: the format's description in the safetensors project: the header's length in 8 bytes, that many bytes of JSON naming tensors
/// with dtype, shape and data_offsets, then the numbers; tensors neither overlap nor leave holes.
/// Departures: a header over 16 MiB is refused (the reference allows 100 MB).
/// </remarks>
internal static class SafetensorsHeader
{
    private const int LengthBytes = sizeof(ulong);
    private const int LongestHeader = 16 << 20;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensor">The tensor's name; empty for the only one that can be read.</param>
    /// <exception cref="InvalidDataException">It is damaged, or has no such matrix of floating-point numbers.</exception>
    public static RecordedMatrix Read(HeaderReader file, string tensor)
    {
        var tensors = SafetensorsJson.Parse(ReadJson(file), rule => file.Invalid($"has a damaged header: {rule}; save it again"));
        RequireLayout(file, tensors);
        var chosen = TensorChoice.Choose(file, tensors, tensor);
        var matrix = RecordedMatrix.Create(file, chosen.Shape, file.Position + chosen.Begin, TensorChoice.Element(file, chosen));
        var (expected, actual) = ((Int128)matrix.Rows * matrix.RowBytes, chosen.End - chosen.Begin);
        if (expected != actual)
        {
            var shape = RecordedMatrix.Show(chosen.Shape);
            throw file.Invalid($"tensor {chosen.Quoted} must have {expected} bytes for its shape {shape}, has {actual}; save it again");
        }

        return matrix;
    }

    private static byte[] ReadJson(HeaderReader file)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Take(LengthBytes, "header length"));
        if (length > LongestHeader)
        {
            throw file.Invalid(
                $"must have a header of at most {LongestHeader} bytes, states {length}; it is damaged or no safetensors file"
            );
        }

        return file.Take((int)length, "header");
    }

    private static void RequireLayout(HeaderReader file, IReadOnlyList<SafeTensor> tensors)
    {
        var (end, before) = (0L, "the header");
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != end)
            {
                var fault = tensor.Begin < end ? "overlaps" : "leaves a hole after";
                throw file.Invalid(
                    $"tensor {tensor.Quoted} begins at {tensor.Begin} and {fault} {before}, which ends at {end}; save it again"
                );
            }

            (end, before) = (tensor.End, tensor.Quoted);
        }

        var available = file.Length - file.Position;
        if (end != available)
        {
            throw file.Invalid($"must have {end} bytes of numbers, has {available}; it was cut or appended to; copy or save it again");
        }
    }
}
