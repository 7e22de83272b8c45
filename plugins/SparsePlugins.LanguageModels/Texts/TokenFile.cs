using System.Buffers.Binary;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>Token ids of a file: whole numbers in a .npy or .safetensors file, [N] or [texts, positions], or 16-bit numbers in a .bin file.</summary>
/// <param name="Name">The file.</param>
/// <param name="Offset">Of the first number.</param>
/// <param name="Count">Of all numbers.</param>
/// <param name="RowLength">Numbers of a row; all of them where there is one.</param>
/// <param name="Size">Bytes of a number.</param>
internal sealed record TokenFile(string Name, long Offset, long Count, long RowLength, int Size)
{
    private static readonly string[] Extensions = [".npy", ".safetensors", ".bin"];

    /// <summary>Whether a file is read as token ids.</summary>
    public static bool IsTokens(string file) => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant());

    /// <summary>Reads where the numbers are.</summary>
    /// <param name="file">A file of token ids.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It doesn't hold token ids.</exception>
    public static TokenFile Open(string file)
    {
        using var stream = File.OpenRead(file);
        try
        {
            return Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".npy" => OfNpy(file, stream),
                ".safetensors" => OfSafetensors(file, stream),
                _ => new TokenFile(file, 0, stream.Length / 2, stream.Length / 2, 2),
            };
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{file}: {damage.Message}");
        }
    }

    /// <summary>The ids row by row.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">A number is no token id.</exception>
    public IEnumerable<int[]> Rows()
    {
        using var stream = File.OpenRead(Name);
        stream.Position = Offset;
        for (var begin = 0L; begin < Count; begin += RowLength)
        {
            var bytes = new byte[checked(RowLength * Size)];
            stream.ReadExactly(bytes);
            var row = new int[RowLength];
            for (var i = 0; i < row.Length; i++)
            {
                var id = Number(bytes.AsSpan(i * Size, Size));
                row[i] = id is >= 0 and <= int.MaxValue
                    ? (int)id
                    : throw new InvalidDataException($"{Name}: number {begin + i} is {id}; a token id is from 0 to {int.MaxValue}");
            }

            yield return row;
        }
    }

    private long Number(ReadOnlySpan<byte> bytes) =>
        Size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };

    private static TokenFile OfNpy(string file, Stream stream)
    {
        var header = NpyHeader.Read(stream);
        var size = header.DataType switch
        {
            "|u1" => 1,
            "<u2" => 2,
            "<i4" or "<u4" => 4,
            "<i8" or "<u8" => 8,
            _ => throw new InvalidDataException(
                $"must hold token ids as whole numbers, holds {QuotedText.Shorten(header.DataType)}; save ids.astype('<i4')"
            ),
        };
        return header.FortranOrder
            ? throw new InvalidDataException("is stored column by column (fortran_order: True); save it with np.ascontiguousarray(array)")
            : Create(file, header.Shape, header.DataOffset, size, stream.Length);
    }

    private static TokenFile OfSafetensors(string file, Stream stream)
    {
        var header = SafetensorsHeader.Read(stream);
        var found = header.Entries.Where(entry => SizeOf(entry.DataType) > 0).ToList();
        return found is [var only]
            ? Create(file, only.Shape, header.DataOffset + only.Begin, SizeOf(only.DataType), stream.Length)
            : throw new InvalidDataException(
                $"must hold one tensor of whole numbers, holds {found.Count}; save the token ids in a file of their own"
            );
    }

    private static int SizeOf(string dataType) =>
        dataType switch
        {
            "U8" => 1,
            "U16" => 2,
            "I32" or "U32" => 4,
            "I64" or "U64" => 8,
            _ => 0,
        };

    private static TokenFile Create(string file, IReadOnlyList<long> shape, long offset, int size, long length)
    {
        if (shape.Count is not (1 or 2) || shape.Any(side => side < 1))
        {
            throw new InvalidDataException($"must have the shape [tokens] or [texts, positions], has [{string.Join(", ", shape)}]");
        }

        var count = shape.Aggregate((Int128)1, (product, side) => product * side);
        return offset + (count * size) <= length
            ? new TokenFile(file, offset, (long)count, shape[^1], size)
            : throw new InvalidDataException(
                $"must have {offset + (count * size)} bytes for its shape, has {length}; copy or save it again"
            );
    }
}
