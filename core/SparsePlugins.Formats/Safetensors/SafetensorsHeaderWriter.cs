using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace SparsePlugins.Formats;

/// <summary>Writes headers of safetensors files, which Python reads without running any code.</summary>
/// <remarks>Source: huggingface/safetensors, "Format": eight bytes of length, a JSON header, then the tensors without gaps, little-endian.</remarks>
public static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a header; the tensors' bytes have to follow in the order of what is returned.</summary>
    /// <param name="stream">At the beginning of the content.</param>
    /// <param name="metadata">Texts by name, for the header's <c>__metadata__</c>.</param>
    /// <param name="tensors">Name, dtype and shape of each; names differ.</param>
    /// <returns>Where each tensor lies: wide types first, so that every tensor is aligned to its own size.</returns>
    /// <exception cref="NotSupportedException">A dtype isn't known.</exception>
    public static IReadOnlyList<SafetensorsEntry> Write(
        Stream stream,
        IEnumerable<KeyValuePair<string, string>> metadata,
        IEnumerable<(string Name, string DataType, IReadOnlyList<long> Shape)> tensors
    )
    {
        var entries = Arrange(tensors);
        var header = Header(metadata, entries);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        return entries;
    }

    private static List<SafetensorsEntry> Arrange(IEnumerable<(string Name, string DataType, IReadOnlyList<long> Shape)> tensors)
    {
        var entries = new List<SafetensorsEntry>();
        var begin = 0L;
        foreach (
            var (name, type, shape) in tensors
                .OrderByDescending(tensor => Width(tensor.DataType))
                .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)
        )
        {
            var end = checked(begin + shape.Aggregate((long)Width(type), (product, side) => checked(product * side)));
            entries.Add(new SafetensorsEntry(name, type, shape, begin, end));
            begin = end;
        }

        return entries;
    }

    private static byte[] Header(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<SafetensorsEntry> entries)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsJson.MetadataName);
            foreach (var (name, value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            foreach (var entry in entries)
            {
                Write(json, entry);
            }

            json.WriteEndObject();
        }

        text.Write(Encoding.ASCII.GetBytes(new string(' ', (int)(-text.Length & (Alignment - 1)))));
        return text.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.DataType);
        Write(json, "shape", entry.Shape);
        Write(json, "data_offsets", [entry.Begin, entry.End]);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static int Width(string type) =>
        SafetensorsTypes.WidthOf(type) ?? throw new NotSupportedException($"dtype {QuotedText.Shorten(type)} is not written");
}
