using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Writes tensors in the safetensors format, which Python reads without running any code.</summary>
/// <remarks>Source: huggingface/safetensors, "Format": eight bytes of length, a JSON header, then the tensors without gaps, little-endian.</remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file's content.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="metadata">Texts by name, for the header's <c>__metadata__</c>.</param>
    /// <param name="tensors">float32 or int64, by name.</param>
    /// <exception cref="NotSupportedException">A tensor has another type.</exception>
    public static void Write(
        Stream stream,
        IEnumerable<KeyValuePair<string, string>> metadata,
        IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors
    )
    {
        // Wide types first, so that every tensor is aligned to its own size.
        var ordered = tensors.OrderByDescending(one => Width(one.Value.dtype)).ThenBy(one => one.Key, StringComparer.Ordinal).ToArray();
        var header = Header(metadata, ordered);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
        {
            using var scope = NewDisposeScope();
            foreach (var slice in TensorSlices.Of(tensor.detach().cpu().contiguous()))
            {
                stream.Write(slice.bytes);
            }
        }
    }

    private static byte[] Header(IEnumerable<KeyValuePair<string, string>> metadata, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (name, value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            WriteEntries(json, tensors);
            json.WriteEndObject();
        }

        text.Write(Encoding.ASCII.GetBytes(new string(' ', (int)(-text.Length & (Alignment - 1)))));
        return text.ToArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", TypeName(tensor.dtype));
            Write(json, "shape", tensor.shape);
            var end = offset + tensor.numel() * Width(tensor.dtype);
            Write(json, "data_offsets", [offset, end]);
            offset = end;
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        Array.ForEach(numbers, json.WriteNumberValue);
        json.WriteEndArray();
    }

    private static string TypeName(ScalarType type) =>
        type switch
        {
            ScalarType.Float32 => "F32",
            ScalarType.Int64 => "I64",
            _ => throw new NotSupportedException($"a tensor of type {type}; float32 and int64 are written"),
        };

    private static int Width(ScalarType type) => type == ScalarType.Int64 ? sizeof(long) : sizeof(float);
}
