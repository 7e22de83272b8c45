using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.TorchRuntime;

/// <summary>The dynamic section of a 64-bit x86 Linux library; every read is checked against the file's length.</summary>
internal sealed class ElfImage
{
    public const long VersionNeeds = 0x6ffffffe; // DT_VERNEED
    private const long StringTable = 5; // DT_STRTAB
    private const int LoadSegment = 1; // PT_LOAD
    private const int DynamicSegment = 2; // PT_DYNAMIC
    private const int HeaderSize = 64;
    private const int EntrySize = 16;

    private readonly byte[] file;
    private readonly List<(long Address, long Offset, long Size)> loaded = [];
    private readonly Dictionary<long, long> dynamic = [];

    /// <exception cref="InvalidDataException">Not a 64-bit x86 Linux library, or damaged.</exception>
    public ElfImage(byte[] file)
    {
        this.file = file;
        RefuseForeign(file.AsSpan(0, Math.Min(file.Length, HeaderSize)));
        ReadSegments();
    }

    /// <summary>Refuses a file, by its first 64 bytes, that no process on 64-bit x86 Linux can load.</summary>
    public static void RefuseForeign(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || !header.StartsWith("\u007fELF"u8))
            throw new InvalidDataException("it is not a Linux library (no ELF header)");
        const int Bits64 = 2;
        const int LittleEndian = 1;
        const int X64 = 62;
        if (header[4] != Bits64 || header[5] != LittleEndian || BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) != X64)
            throw new InvalidDataException("it was built for another processor than 64-bit x86");
    }

    /// <summary>The value of an entry of the dynamic section.</summary>
    public long Dynamic(long tag) =>
        dynamic.TryGetValue(tag, out var value) ? value : throw new InvalidDataException($"the dynamic section has no entry 0x{tag:x}");

    /// <summary>Where in the file an address of the loaded library lies.</summary>
    public long FileOffset(long address)
    {
        foreach (var (start, offset, size) in loaded)
            if (address >= start && address - start < size)
                return offset + (address - start);
        throw new InvalidDataException($"the address 0x{address:x} lies in no loaded segment");
    }

    /// <summary>Whether the entry of the string table that starts at <paramref name="index"/> is exactly this name.</summary>
    public bool NameIs(long index, string name)
    {
        var at = FileOffset(Dynamic(StringTable)) + index;
        var expected = Encoding.ASCII.GetBytes(name + '\0');
        return at >= 0 && at <= file.Length - expected.Length && Slice(at, expected.Length).SequenceEqual(expected);
    }

    /// <summary>Four bytes of the file as a number.</summary>
    public uint Word(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4));

    private void ReadSegments()
    {
        var table = Long(32);
        var (size, count) = (Half(54), Half(56));
        for (var header = table; count > 0; header += size, count--)
        {
            var kind = Word(header);
            if (kind == LoadSegment)
                loaded.Add((Address: Long(header + 16), Offset: Long(header + 8), Size: Long(header + 32)));
            else if (kind == DynamicSegment && dynamic.Count == 0)
                ReadDynamic(Long(header + 8), Long(header + 32));
        }
    }

    private void ReadDynamic(long offset, long size)
    {
        for (var read = 0L; read < size && Long(offset + read) is not 0 and var tag; read += EntrySize)
            dynamic[tag] = Long(offset + read + 8);
    }

    private ReadOnlySpan<byte> Slice(long offset, int length) =>
        offset >= 0 && offset <= file.Length - length
            ? file.AsSpan((int)offset, length)
            : throw new InvalidDataException($"the file ends before offset {offset}, where {length} bytes are needed");

    private ushort Half(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    private long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(Slice(offset, 8));
}
