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
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = SafetensorsHeader.Metadata(json.RootElement);
            var entries = SafetensorsHeader.Entries(json.RootElement, stream.Length - stream.Position);
            return new TensorBundle(metadata, ReadTensors(stream, entries, device));
        }
        catch (JsonException error)
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
                if (entry.Bytes > 0)
                {
                    stream.ReadExactly(tensor.bytes);
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
