using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Reads files of <see cref="SafetensorsWriter"/>, and trusts nothing that they say of themselves.</summary>
public static class SafetensorsReader
{
    private const int MostHeaderBytes = 64 << 20;

    /// <summary>Reads a file's content; what it claims is checked against its length before memory is taken.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <param name="device">Where the tensors shall lie.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="InvalidDataException">It is torn, or no safetensors file.</exception>
    public static TensorBundle Read(Stream stream, Device device)
    {
        var header = ReadHeader(stream);
        var length = stream.Length - stream.Position;
        var (metadata, entries) = Interpret(header, json => (SafetensorsHeader.Metadata(json), SafetensorsHeader.Entries(json, length)));
        return new TensorBundle(metadata, ReadTensors(stream, entries, device));
    }

    /// <summary>Reads the texts of a file's header alone; needs no libtorch.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <exception cref="InvalidDataException">It is torn, or no safetensors file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream) =>
        Interpret(ReadHeader(stream), SafetensorsHeader.Metadata);

    private static T Interpret<T>(byte[] header, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            return read(json.RootElement);
        }
        // Half a character, written as an escape, shows as InvalidOperationException when it is decoded.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"its header is not JSON: {error.Message}");
        }
    }

    private static byte[] ReadHeader(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        var left = stream.Length - stream.Position - prefix.Length;
        if (left < 0)
        {
            throw new InvalidDataException("it is shorter than eight bytes");
        }

        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length < 2 || length > left || length > MostHeaderBytes)
        {
            throw new InvalidDataException($"its header claims {length} bytes of the {left} that are there");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    private static Dictionary<string, Tensor> ReadTensors(Stream stream, IReadOnlyList<SafetensorsEntry> entries, Device device)
    {
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in entries)
            {
                using var scope = NewDisposeScope();
                var tensor = empty(entry.Shape, entry.Type);
                foreach (var slice in TensorSlices.Of(tensor))
                {
                    stream.ReadExactly(slice.bytes);
                }

                tensors.Add(entry.Name, tensor.to(device).DetachFromDisposeScope());
            }

            return tensors;
        }
        catch
        {
            tensors.Values.ToList().ForEach(tensor => tensor.Dispose());
            throw;
        }
    }
}
