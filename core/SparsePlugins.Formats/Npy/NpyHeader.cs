using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.Formats;

/// <summary>The header of a NumPy .npy file, versions 1.0, 2.0 and 3.0.</summary>
/// <remarks>
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays": the magic string, two bytes of version, the header's
/// length in 2 (1.0) or 4 bytes, then a Python literal, {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }.
/// Departures: a header over 64 KiB is refused (a real one has about 120 bytes), and so is a structured type.
/// </remarks>
/// <param name="DataType">As NumPy writes it: <c>&lt;f4</c> is float32, little-endian.</param>
/// <param name="FortranOrder">Whether columns follow each other, rather than rows.</param>
/// <param name="Shape">Sizes, not negative; the file need not be as long.</param>
/// <param name="DataOffset">Bytes before the first number.</param>
public sealed record NpyHeader(string DataType, bool FortranOrder, IReadOnlyList<long> Shape, long DataOffset)
{
    private const int LongestHeader = 1 << 16;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads the header; the stream then stands at the first number.</summary>
    /// <param name="stream">At the beginning of the content, which reaches to the stream's end.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no header of such a file.</exception>
    public static NpyHeader Read(Stream stream)
    {
        var content = new HeaderBytes(stream);
        var version = ReadVersion(content);
        var bytes = content.Take(ReadLength(content, version), "header");
        var text = version == 3 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        var literal = PythonLiteral.Parse(text);
        return new NpyHeader(literal.Descr, literal.FortranOrder, literal.Shape, content.Position);
    }

    private static int ReadVersion(HeaderBytes content)
    {
        var start = content.Take(8, "magic string");
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("must begin with the bytes 93 'NUMPY'; it is no .npy file; save it with np.save");
        }

        var (major, minor) = (start[6], start[7]);
        return major is >= 1 and <= 3 && minor == 0
            ? major
            : throw new InvalidDataException($"must have format version 1.0, 2.0 or 3.0, has {major}.{minor}; save it with np.save");
    }

    private static int ReadLength(HeaderBytes content, int version)
    {
        long length =
            version == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(content.Take(2, "header length"))
                : BinaryPrimitives.ReadUInt32LittleEndian(content.Take(4, "header length"));
        return length <= LongestHeader
            ? (int)length
            : throw new InvalidDataException(
                $"must have a header of at most {LongestHeader} bytes, states {length}; it is damaged; save it again"
            );
    }
}
