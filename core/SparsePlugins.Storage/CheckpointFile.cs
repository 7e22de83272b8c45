using System.Buffers.Binary;
using System.Security.Cryptography;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Storage;

/// <summary>The file format of checkpoints: a mark, the length and the SHA-256 of what follows, and that is safetensors.</summary>
internal static class CheckpointFile
{
    private const int LengthBytes = sizeof(long);
    private static readonly byte[] Mark = "SPARSEC1"u8.ToArray();
    private static readonly int Prefix = Mark.Length + LengthBytes + SHA256.HashSizeInBytes;

    /// <summary>Writes a checkpoint.</summary>
    public static void Write(
        FileStream file,
        IEnumerable<KeyValuePair<string, string>> metadata,
        IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors
    )
    {
        file.Write(new byte[Prefix]);
        SafetensorsWriter.Write(file, metadata, tensors);
        var prefix = new byte[Prefix];
        Mark.CopyTo(prefix, 0);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(Mark.Length), file.Length - Prefix);
        file.Position = Prefix;
        SHA256.HashData(file).CopyTo(prefix, Mark.Length + LengthBytes);
        file.Position = 0;
        file.Write(prefix);
    }

    /// <summary>Reads a checkpoint that is whole.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static TensorBundle Read(FileStream file, Device device)
    {
        Verify(file);
        file.Position = Prefix;
        return SafetensorsReader.Read(file, device);
    }

    /// <summary>Reads the texts of a checkpoint that is whole; needs no libtorch.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(FileStream file)
    {
        Verify(file);
        file.Position = Prefix;
        return SafetensorsReader.ReadMetadata(file);
    }

    /// <summary>Opens a file that may be replaced meanwhile.</summary>
    /// <exception cref="InvalidDataException">It is empty or no regular file; opening a pipe could wait for ever.</exception>
    public static FileStream Open(string path) =>
        new FileInfo(path).Length > 0
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : throw new InvalidDataException("it is empty, or no regular file");

    /// <summary>Reads it all and compares it with its checksum.</summary>
    /// <exception cref="InvalidDataException">It is torn or damaged, or no checkpoint.</exception>
    public static void Verify(FileStream file)
    {
        var prefix = new byte[Prefix];
        if (file.Length < Prefix)
        {
            throw new InvalidDataException($"it is torn: it has {file.Length} bytes, fewer than its prefix of {Prefix}");
        }

        file.Position = 0;
        file.ReadExactly(prefix);
        if (!prefix.AsSpan(0, Mark.Length).SequenceEqual(Mark))
        {
            throw new InvalidDataException("it does not begin as a checkpoint does");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(Mark.Length));
        if (length != file.Length - Prefix)
        {
            throw new InvalidDataException($"it is torn: it should have {length} bytes after its prefix and has {file.Length - Prefix}");
        }

        if (!prefix.AsSpan(Mark.Length + LengthBytes).SequenceEqual(SHA256.HashData(file)))
        {
            throw new InvalidDataException("it is damaged: its bytes don't have its checksum");
        }
    }
}
