namespace SparsePlugins.Formats;

/// <summary>Reads the beginning of a stream's content, in order, and never more than it has.</summary>
/// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
internal sealed class HeaderBytes(Stream stream)
{
    private readonly long _start = stream.Position;

    /// <summary>Bytes of the content.</summary>
    public long Length { get; } = stream.Length - stream.Position;

    /// <summary>Bytes read so far.</summary>
    public long Position => stream.Position - _start;

    /// <summary>The next bytes.</summary>
    /// <param name="count">How many; at most a few MiB.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="InvalidDataException">The content ends before.</exception>
    public byte[] Take(int count, string what)
    {
        if (count > Length - Position)
        {
            throw new InvalidDataException(
                $"ends inside its {what}, which needs {count} bytes at {Position} of {Length}; copy or save it again"
            );
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
