using SparsePlugins.Formats;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Storage;

/// <summary>The file format of checkpoints: safetensors with a checksum.</summary>
internal static class CheckpointFile
{
    private static readonly ChecksummedFile Format = new("SPARSEC1"u8, "checkpoint");

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(
        FileStream file,
        IEnumerable<KeyValuePair<string, string>> metadata,
        IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors
    ) => Format.Write(file, content => SafetensorsWriter.Write(content, metadata, tensors));

    /// <summary>Reads a checkpoint that is whole.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static TensorBundle Read(string path, Device device)
    {
        using var file = OpenWhole(path);
        return SafetensorsReader.Read(file, device);
    }

    /// <summary>Reads the texts of a checkpoint that is whole; needs no libtorch.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var file = OpenWhole(path);
        return SafetensorsReader.ReadMetadata(file);
    }

    /// <summary>Reads it all and compares it with its checksum.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static void Verify(string path) => OpenWhole(path).Dispose();

    /// <summary>Opens a checkpoint at its content.</summary>
    private static FileStream OpenWhole(string path)
    {
        var file = ChecksummedFile.Open(path);
        try
        {
            Format.Verify(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
