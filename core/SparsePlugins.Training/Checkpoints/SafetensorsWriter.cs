using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Writes tensors as a safetensors file.</summary>
public static class SafetensorsWriter
{
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
        var named = tensors.ToDictionary();
        var entries = SafetensorsHeaderWriter.Write(
            stream,
            metadata,
            tensors.Select(one => (one.Key, TypeName(one.Value.dtype), (IReadOnlyList<long>)one.Value.shape))
        );
        foreach (var entry in entries)
        {
            using var scope = NewDisposeScope();
            foreach (var slice in TensorSlices.Split(named[entry.Name].detach().cpu().contiguous()))
            {
                stream.Write(slice.bytes);
            }
        }
    }

    private static string TypeName(ScalarType type) =>
        type switch
        {
            ScalarType.Float32 => "F32",
            ScalarType.Int64 => "I64",
            _ => throw new NotSupportedException($"a tensor of type {type}; float32 and int64 are written"),
        };
}
