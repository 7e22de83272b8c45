using System.Runtime.InteropServices;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange;

/// <summary>Writes arrays as safetensors files of float32.</summary>
internal static class TensorWriter
{
    /// <summary>Writes a file's content.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="texts">For the header's <c>__metadata__</c>.</param>
    /// <param name="tensors">Row by row, by name.</param>
    public static void Write(Stream stream, IReadOnlyDictionary<string, string> texts, IReadOnlyDictionary<string, NumberArray> tensors)
    {
        var entries = SafetensorsHeaderWriter.Write(stream, texts, tensors.Select(pair => (pair.Key, "F32", pair.Value.Shape)));
        foreach (var entry in entries)
        {
            WriteNumbers(stream, tensors[entry.Name].Values);
        }
    }

    /// <summary>Writes numbers, little-endian.</summary>
    public static void WriteNumbers(Stream stream, float[] values)
    {
        const int Block = 1 << 20;
        for (var first = 0; first < values.Length; first += Block)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(first, Math.Min(Block, values.Length - first))));
        }
    }
}
