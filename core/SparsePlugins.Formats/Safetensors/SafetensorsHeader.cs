using System.Buffers.Binary;

namespace SparsePlugins.Formats;

/// <summary>The header of a safetensors file.</summary>
/// <remarks>
/// Source: the format's description in the safetensors project: the header's length in 8 bytes, that many bytes of JSON naming tensors
/// with dtype, shape and data_offsets, then the numbers; tensors neither overlap nor leave holes.
/// Departures: a header over 16 MiB is refused unless the caller allows more (the reference allows 100 MB).
/// </remarks>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Entries">The tensors in the order of their bytes, which cover all that follows the header.</param>
/// <param name="DataOffset">Bytes before the first number.</param>
public sealed record SafetensorsHeader(
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<SafetensorsEntry> Entries,
    long DataOffset
)
{
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Reads and checks the header; the stream then stands at the first tensor.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <param name="longest">Bytes of the longest header that is read.</param>
    /// <exception cref="InvalidDataException">It is damaged, or its tensors aren't where it says.</exception>
    public static SafetensorsHeader Read(Stream stream, int longest = 16 << 20)
    {
        var content = new HeaderBytes(stream);
        var (metadata, entries) = SafetensorsJson.Parse(ReadJson(content, longest));
        return new SafetensorsHeader(metadata, SafetensorsLayout.Check(entries, content.Length - content.Position), content.Position);
    }

    private static byte[] ReadJson(HeaderBytes content, int longest)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(content.Take(LengthBytes, "header length"));
        return length <= (ulong)longest
            ? content.Take((int)length, "header")
            : throw new InvalidDataException(
                $"must have a header of at most {longest} bytes, states {length}; it is damaged or no safetensors file"
            );
    }
}
