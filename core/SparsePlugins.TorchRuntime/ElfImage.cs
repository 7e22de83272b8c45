using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.TorchRuntime;

/// <summary>The dynamic section of a 64-bit x86 Linux library; every read is checked against the file's length.</summary>
internal sealed class ElfImage
{
    public const long StringTable = 5; // DT_STRTAB
    public const long StringTableSize = 10; // DT_STRSZ
    public const long VersionNeeds = 0x6ffffffe; // DT_VERNEED
    public const long VersionNeedCount = 0x6fffffff; // DT_VERNEEDNUM
    private const uint LoadSegment = 1; // PT_LOAD
    private const uint DynamicSegment = 2; // PT_DYNAMIC

    private readonly byte[] file;
    private readonly List<(long Address, long Offset, long Size)> segments = [];
    private readonly Dictionary<long, long> dynamic = [];

    public ElfImage(byte[] file)
    {
        this.file = file;
        RefuseForeign();
        ReadSegments();
    }

    /// <summary>The value of an entry of the dynamic section.</summary>
    public long Dynamic(long tag) =>
        dynamic.TryGetValue(tag, out var value) ? value : throw new InvalidDataException($"the dynamic section has no entry 0x{tag:x}");

    /// <summary>Where in the file an address of the loaded library lies.</summary>
    public long FileOffset(long address)
    {
        foreach (var (start, offset, size) in segments)
            if (address >= start && address - start < size)
                return offset + (address - start);
        throw new InvalidDataException($"the address 0x{address:x} lies in no loaded segment");
    }

    /// <summary>An entry of the string table.</summary>
    public string String(long index)
    {
        if (index < 0 || index >= Dynamic(StringTableSize))
            throw new InvalidDataException($"the name at {index} lies outside the string table");
        var rest = Slice(FileOffset(Dynamic(StringTable)) + index, 0, toEnd: true);
        var end = rest.IndexOf((byte)0);
        return end < 0 ? throw new InvalidDataException("a name does not end") : Encoding.ASCII.GetString(rest[..end]);
    }

    public ReadOnlySpan<byte> Slice(long offset, int length, bool toEnd = false) =>
        offset >= 0 && offset <= file.Length - length
            ? toEnd
                ? file.AsSpan((int)offset)
                : file.AsSpan((int)offset, length)
            : throw new InvalidDataException($"the file ends before offset {offset} + {length}");

    private void RefuseForeign()
    {
        if (file.Length < 64 || !file.AsSpan(0, 4).SequenceEqual("\u007fELF"u8))
            throw new InvalidDataException("it is not a Linux library (no ELF header)");
        if (file[4] != 2 || file[5] != 1 || Half(18) != 62)
            throw new InvalidDataException("it is not a library for 64-bit x86");
    }

    private void ReadSegments()
    {
        var table = Long(32);
        var (size, count) = (Half(54), Half(56));
        for (var i = 0; i < count; i++)
        {
            var header = table + (long)i * size;
            var kind = BinaryPrimitives.ReadUInt32LittleEndian(Slice(header, 56));
            if (kind == LoadSegment)
                segments.Add((Long(header + 16), Long(header + 8), Long(header + 32)));
            else if (kind == DynamicSegment)
                ReadDynamic(Long(header + 8), Long(header + 32));
        }
    }

    private void ReadDynamic(long offset, long size)
    {
        for (var at = offset; at - offset < size; at += 16)
        {
            var tag = Long(at);
            if (tag == 0)
                return;
            dynamic[tag] = Long(at + 8);
        }
    }

    private ushort Half(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2));

    private long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(Slice(offset, 8));
}
