using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.TorchRuntime.Scalars;

/// <summary>Writes a Linux library whose functions jump to addresses in a table that the program fills in.</summary>
/// <remarks>
/// The runtime binds a function of TorchSharp's by asking the system for its name in one library and in what that one needs. A library with some of the
/// names, which needs TorchSharp's native half, therefore replaces those functions and leaves the others alone.
/// </remarks>
internal static class ForwardingLibrary
{
    /// <summary>The name of the table: one address per function, in their order.</summary>
    public const string Table = "sparseplugins_targets";

    private const int Page = 4096;
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int Segments = 4;
    private const int SymbolSize = 24;
    private const int StubSize = 8;
    private const int DynamicEntries = 8; // A tag and a value each, the last one empty.

    /// <summary>The bytes of the library; the same arguments give the same bytes.</summary>
    /// <param name="name">The name under which the system keeps it.</param>
    /// <param name="needed">The name of a loaded library that has the functions which this one lacks.</param>
    /// <param name="functions">The functions it has.</param>
    public static byte[] Write(string name, string needed, IReadOnlyList<string> functions)
    {
        var names = new Names();
        var (nameAt, neededAt, tableAt) = (names.Add(name), names.Add(needed), names.Add(Table));
        var functionsAt = functions.Select(names.Add).ToArray();
        var symbolCount = functions.Count + 2; // The first is empty; the last is the table.

        var symbols = HeaderSize + Segments * SegmentSize;
        var hash = symbols + symbolCount * SymbolSize;
        var strings = hash + 4 * (3 + symbolCount);
        var code = Aligned(strings + names.Length, 16);
        var codeEnd = code + functions.Count * StubSize;
        var data = Aligned(codeEnd, Page);
        var table = data + DynamicEntries * 16;
        var end = table + functions.Count * 8;
        if (codeEnd > Page)
            throw new ArgumentException($"at most one page of names and functions; these take {codeEnd} bytes", nameof(functions));

        var image = new byte[end];
        WriteHeader(image);
        WriteSegments(image, (0, codeEnd), (data, end - data), DynamicEntries * 16);
        for (var f = 0; f < functions.Count; f++)
            WriteSymbol(image, symbols + (f + 1) * SymbolSize, functionsAt[f], code + f * StubSize, StubSize, isFunction: true);
        WriteSymbol(image, symbols + (symbolCount - 1) * SymbolSize, tableAt, table, functions.Count * 8, isFunction: false);
        WriteHash(image, hash, symbolCount);
        names.CopyTo(image, strings);
        for (var f = 0; f < functions.Count; f++)
            WriteJump(image, code + f * StubSize, table + f * 8);
        WriteDynamic(
            image,
            data,
            [(1, neededAt), (14, nameAt), (4, hash), (5, strings), (6, symbols), (10, names.Length), (11, SymbolSize), (0, 0)]
        );
        return image;
    }

    private static void WriteHeader(byte[] image)
    {
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]; // 64 bits, little-endian.
        magic.CopyTo(image);
        Half(image, 16, 3); // A shared library,
        Half(image, 18, 62); // for x86-64.
        Word(image, 20, 1);
        Long(image, 32, HeaderSize); // The segments follow the header.
        Half(image, 52, HeaderSize);
        Half(image, 54, SegmentSize);
        Half(image, 56, Segments);
        Half(image, 58, 64); // The size of a section's header; there are none.
    }

    private static void WriteSegments(byte[] image, (int At, int Size) code, (int At, int Size) data, int dynamicSize)
    {
        WriteSegment(image, 0, kind: 1, access: 5, code, Page); // Read and run.
        WriteSegment(image, 1, kind: 1, access: 6, data, Page); // Read and write.
        WriteSegment(image, 2, kind: 2, access: 6, (data.At, dynamicSize), 8);
        WriteSegment(image, 3, kind: 0x6474e551, access: 6, (0, 0), 16); // The stack needs to run nothing.
    }

    private static void WriteSegment(byte[] image, int index, uint kind, uint access, (int At, int Size) part, int alignment)
    {
        var at = HeaderSize + index * SegmentSize;
        Word(image, at, kind);
        Word(image, at + 4, access);
        foreach (var place in (int[])[8, 16, 24]) // In the file, and in memory twice.
            Long(image, at + place, part.At);
        Long(image, at + 32, part.Size);
        Long(image, at + 40, part.Size);
        Long(image, at + 48, alignment);
    }

    private static void WriteSymbol(byte[] image, int at, int name, int value, int size, bool isFunction)
    {
        const int Global = 1 << 4;
        Word(image, at, (uint)name);
        image[at + 4] = (byte)(Global | (isFunction ? 2 : 1));
        Half(image, at + 6, 1); // Any section but "undefined".
        Long(image, at + 8, value);
        Long(image, at + 16, size);
    }

    // One bucket with all symbols in a chain: { buckets, symbols, first of the bucket, next of each }.
    private static void WriteHash(byte[] image, int at, int symbolCount)
    {
        Word(image, at, 1);
        Word(image, at + 4, (uint)symbolCount);
        Word(image, at + 8, 1);
        for (var symbol = 1; symbol < symbolCount - 1; symbol++)
            Word(image, at + 4 * (3 + symbol), (uint)symbol + 1);
    }

    private static void WriteJump(byte[] image, int at, int target)
    {
        image[at] = 0xff; // jmp [rip + distance]
        image[at + 1] = 0x25;
        Word(image, at + 2, (uint)(target - (at + 6)));
    }

    private static void WriteDynamic(byte[] image, int at, (long Tag, long Value)[] entries)
    {
        foreach (var (tag, value) in entries)
        {
            Long(image, at, tag);
            Long(image, at + 8, value);
            at += 16;
        }
    }

    private static int Aligned(int value, int alignment) => (value + alignment - 1) / alignment * alignment;

    private static void Half(byte[] image, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);

    private static void Word(byte[] image, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);

    private static void Long(byte[] image, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);

    /// <summary>A table of strings, each ended by a zero; the first is empty.</summary>
    private sealed class Names
    {
        private readonly List<byte> _bytes = [0];

        public int Length => _bytes.Count;

        public int Add(string name)
        {
            var at = _bytes.Count;
            _bytes.AddRange(Encoding.ASCII.GetBytes(name + '\0'));
            return at;
        }

        public void CopyTo(byte[] image, int at) => _bytes.CopyTo(image, at);
    }
}
