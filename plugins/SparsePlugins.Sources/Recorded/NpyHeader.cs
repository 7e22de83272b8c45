using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.Sources;

/// <summary>The header of a NumPy .npy file, versions 1.0, 2.0 and 3.0.</summary>
/// <remarks>
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays": the magic string, two bytes of version, the header's
/// length in 2 (1.0) or 4 bytes, then a Python literal, {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }.
/// Departures: a header over 64 KiB is refused (a real one has about 120 bytes), and so are bytes after the array.
/// </remarks>
internal static class NpyHeader
{
    private const int LongestHeader = 1 << 16;
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="InvalidDataException">It isn't a matrix of floating-point numbers in row order, or the file is cut.</exception>
    public static RecordedMatrix Read(HeaderReader file)
    {
        var header = ReadLiteral(file);
        var element = NpyTypes.Parse(file, header.Descr);
        if (header.FortranOrder)
        {
            throw file.Invalid("is stored column by column (fortran_order: True); save it with np.ascontiguousarray(array)");
        }

        var matrix = RecordedMatrix.Create(file, header.Shape, file.Position, element);
        var expected = matrix.Offset + ((Int128)matrix.Rows * matrix.RowBytes);
        if (expected != file.Length)
        {
            var cure = expected > file.Length ? "it was cut; copy or save it again" : "a .npy file holds one array; save each in its own";
            throw file.Invalid($"must have {expected} bytes for its shape {RecordedMatrix.Show(header.Shape)}, has {file.Length}; {cure}");
        }

        return matrix;
    }

    private static PythonLiteral ReadLiteral(HeaderReader file)
    {
        var start = file.Take(8, "magic string");
        if (!start.AsSpan(0, 6).SequenceEqual(Magic))
        {
            throw file.Invalid("must begin with the bytes 93 'NUMPY'; it is no .npy file; save it with np.save");
        }

        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw file.Invalid($"must have format version 1.0, 2.0 or 3.0, has {major}.{minor}; save it with np.save");
        }

        long length =
            major == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(file.Take(2, "header length"))
                : BinaryPrimitives.ReadUInt32LittleEndian(file.Take(4, "header length"));
        if (length > LongestHeader)
        {
            throw file.Invalid($"must have a header of at most {LongestHeader} bytes, states {length}; it is damaged; save it again");
        }

        var bytes = file.Take((int)length, "header");
        var text = major == 3 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        return PythonLiteral.Parse(text, rule => file.Invalid($"has a damaged header: {rule}; save it again with np.save"));
    }
}
