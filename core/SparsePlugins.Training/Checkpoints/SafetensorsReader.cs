using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Reads the tensors of files of <see cref="SafetensorsWriter"/>, and trusts nothing that they say of themselves.</summary>
public static class SafetensorsReader
{
    private const int LongestHeader = 64 << 20; // The texts of a checkpoint hold the curves of its run.
    private const int MostDimensions = 8;

    /// <summary>Reads a file's content; what it claims is checked against its length before memory is taken.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <param name="device">Where the tensors shall lie.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="InvalidDataException">It is torn, no safetensors file, or holds tensors of other types.</exception>
    public static TensorBundle Read(Stream stream, Device device)
    {
        var header = SafetensorsHeader.Read(stream, LongestHeader);
        var types = header.Entries.ToDictionary(entry => entry.Name, TypeOf);
        return new TensorBundle(header.Metadata, ReadTensors(stream, header.Entries, types, device));
    }

    /// <summary>Reads the texts of a file's header alone; needs no libtorch.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <exception cref="InvalidDataException">It is torn, or no safetensors file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream) => SafetensorsHeader.Read(stream, LongestHeader).Metadata;

    private static ScalarType TypeOf(SafetensorsEntry entry)
    {
        if (entry.Shape.Count > MostDimensions || entry.Shape.Any(side => side > int.MaxValue))
        {
            throw new InvalidDataException(
                $"tensor {entry.Quoted} is [{string.Join(", ", entry.Shape)}]; at most {MostDimensions} dimensions of {int.MaxValue} are read"
            );
        }

        return entry.DataType switch
        {
            "F32" => ScalarType.Float32,
            "I64" => ScalarType.Int64,
            var other => throw new InvalidDataException(
                $"tensor {entry.Quoted} has dtype {QuotedText.Shorten(other)}; F32 and I64 are read"
            ),
        };
    }

    private static Dictionary<string, Tensor> ReadTensors(
        Stream stream,
        IReadOnlyList<SafetensorsEntry> entries,
        Dictionary<string, ScalarType> types,
        Device device
    )
    {
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in entries)
            {
                using var scope = NewDisposeScope();
                var tensor = empty([.. entry.Shape], types[entry.Name]);
                foreach (var slice in TensorSlices.Split(tensor))
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
