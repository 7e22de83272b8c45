using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SparsePlugins.Formats;

/// <summary>A file format that shows damage: a mark, the length and the SHA-256 of the content, and then that.</summary>
/// <param name="mark">The first bytes of every such file.</param>
/// <param name="kind">What such a file is, for messages: "checkpoint".</param>
public sealed class ChecksummedFile(ReadOnlySpan<byte> mark, string kind)
{
    private const int LengthBytes = sizeof(long);
    private readonly byte[] _mark = mark.ToArray();

    private int Prefix => _mark.Length + LengthBytes + SHA256.HashSizeInBytes;

    /// <summary>Opens a file that may be replaced meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is empty or no regular file; opening a pipe could wait for ever.</exception>
    public static FileStream Open(string path) =>
        new FileInfo(path).Length > 0
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : throw new InvalidDataException("it is empty, or no regular file");

    /// <summary>Writes a file.</summary>
    /// <param name="file">Empty; readable, too.</param>
    /// <param name="content">Writes the content, in order.</param>
    public void Write(FileStream file, Action<Stream> content)
    {
        file.Write(new byte[Prefix]);
        content(file);
        var prefix = new byte[Prefix];
        _mark.CopyTo(prefix, 0);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(_mark.Length), file.Length - Prefix);
        file.Position = Prefix;
        SHA256.HashData(file).CopyTo(prefix, _mark.Length + LengthBytes);
        file.Position = 0;
        file.Write(prefix);
    }

    /// <summary>Reads a file whole, compares it with its checksum, and then stands at the content.</summary>
    /// <param name="file">At any position.</param>
    /// <exception cref="InvalidDataException">It is torn or damaged, or another kind of file.</exception>
    public void Verify(FileStream file)
    {
        var prefix = ReadPrefix(file);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(_mark.Length));
        if (length != file.Length - Prefix)
        {
            throw new InvalidDataException($"it is torn: it should have {length} bytes after its prefix and has {file.Length - Prefix}");
        }

        if (!prefix.AsSpan(_mark.Length + LengthBytes).SequenceEqual(SHA256.HashData(file)))
        {
            throw new InvalidDataException("it is damaged: its bytes don't have its checksum");
        }

        file.Position = Prefix;
    }

    private byte[] ReadPrefix(FileStream file)
    {
        if (file.Length < Prefix)
        {
            throw new InvalidDataException($"it is torn: it has {file.Length} bytes, fewer than its prefix of {Prefix}");
        }

        var prefix = new byte[Prefix];
        file.Position = 0;
        file.ReadExactly(prefix);
        return prefix.AsSpan(0, _mark.Length).SequenceEqual(_mark)
            ? prefix
            : throw new InvalidDataException($"it does not begin as a {kind} does");
    }
}
