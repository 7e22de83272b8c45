using System.Runtime.InteropServices;
using SparsePlugins.Formats;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>Reads and writes safetensors files of float32 or float16.</summary>
internal static class TensorFile
{
    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        string type,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        {
            var shapes = tensors.Select(one => (one.Key, type, (IReadOnlyList<long>)one.Value.shape));
            foreach (var entry in SafetensorsHeaderWriter.Write(stream, metadata, shapes))
            {
                var numbers = tensors[entry.Name].detach().contiguous().data<float>().ToArray();
                stream.Write(
                    type == "F16"
                        ? MemoryMarshal.AsBytes(Array.ConvertAll(numbers, x => (Half)x).AsSpan())
                        : MemoryMarshal.AsBytes(numbers.AsSpan())
                );
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Copies float32 tensors of a file into others of the same names.</summary>
    /// <returns>The file's metadata.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path, IReadOnlyDictionary<string, Tensor> into)
    {
        using var noGradient = no_grad();
        using var stream = File.OpenRead(path);
        var header = SafetensorsHeader.Read(stream);
        foreach (var entry in header.Entries)
        {
            var bytes = new byte[entry.End - entry.Begin];
            stream.Position = header.DataOffset + entry.Begin;
            stream.ReadExactly(bytes);
            using var values = tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray());
            into[entry.Name].copy_(values.reshape([.. entry.Shape]));
        }

        return header.Metadata;
    }
}
