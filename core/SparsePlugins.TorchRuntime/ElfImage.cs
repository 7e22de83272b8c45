using System.Buffers.Binary;
using System.Text;

namespace SparsePlugins.TorchRuntime;

/// <summary>The dynamic section of a 64-bit x86 Linux library; every read is checked against the file's length.</summary>
public sealed class ElfImage
{
    /// <summary>The tag of the table of symbol versions that are needed, DT_VERNEED.</summary>
    public const long VersionNeeds = 0x6ffffffe;
    private const long NeededLibrary = 1; // DT_NEEDED
    private const long StringTable = 5; // DT_STRTAB
    private const long OwnName = 14; // DT_SONAME
    private const int LongestName = 4096;
    private const int LoadSegment = 1; // PT_LOAD
    private const int DynamicSegment = 2; // PT_DYNAMIC
    private const int NoteSegment = 4; // PT_NOTE
    private const int BuildIdNote = 3; // NT_GNU_BUILD_ID
    private const int EntrySize = 16;

    private readonly Stream file;
    private readonly List<(long Address, long Offset, long Size)> loaded = [];
    private readonly Dictionary<long, long> dynamic = [];
    private readonly List<long> needed = [];

    /// <summary>Reads the headers; the stream stays the caller's.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit x86 Linux library, damaged, or cut short.</exception>
    public ElfImage(Stream file)
    {
        this.file = file;
        RefuseForeign();
        ReadSegments();
        RefuseTruncated();
    }

    /// <summary>What the linker computed from all that it linked, in lower-case hexadecimal; null where it wrote nothing.</summary>
    public string? BuildId { get; private set; }

    /// <summary>The value of an entry of the dynamic section.</summary>
    public long Dynamic(long tag) =>
        dynamic.TryGetValue(tag, out var value) ? value : throw new InvalidDataException($"its dynamic section has no entry 0x{tag:x}");

    /// <summary>The names of the libraries that it needs, in the order in which they are looked for (DT_NEEDED).</summary>
    public IReadOnlyList<string> Needed() => [.. needed.Select(Name)];

    /// <summary>The name under which the system's loader keeps it (DT_SONAME); null if it has none.</summary>
    public string? SoName() => dynamic.TryGetValue(OwnName, out var index) ? Name(index) : null;

    /// <summary>Where in the file an address of the loaded library lies.</summary>
    public long FileOffset(long address)
    {
        foreach (var (start, offset, size) in loaded)
            if (address >= start && address - start < size)
                return offset + (address - start);
        throw new InvalidDataException($"its address 0x{address:x} lies in no loaded segment");
    }

    /// <summary>Whether the entry of the string table that starts at <paramref name="index"/> is exactly this name.</summary>
    public bool NameIs(long index, string name)
    {
        var expected = Encoding.ASCII.GetBytes(name + '\0');
        var at = FileOffset(Dynamic(StringTable)) + index;
        return at >= 0 && at <= file.Length - expected.Length && Read(at, expected.Length).SequenceEqual(expected);
    }

    /// <summary>Four bytes of the file as a number.</summary>
    public uint Word(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Read(offset, 4));

    private string Name(long index)
    {
        var at = FileOffset(Dynamic(StringTable)) + index;
        var length = (int)Math.Min(LongestName, file.Length - at);
        var end = Read(at, length).IndexOf((byte)0);
        return end >= 0
            ? Encoding.UTF8.GetString(Read(at, end))
            : throw new InvalidDataException("it is damaged: a name in its dynamic section does not end");
    }

    // The system's loader calls a library for another processor "No such file or directory".
    private void RefuseForeign()
    {
        const int HeaderSize = 64;
        if (file.Length < HeaderSize || Word(0) != 0x464c457f) // "\x7fELF"
            throw new InvalidDataException("it is not a Linux library (no ELF header)");
        const int Bits64AndLittleEndian = 0x0102;
        const int X64 = 62;
        if (Half(4) != Bits64AndLittleEndian || Half(18) != X64)
            throw new InvalidDataException("it was built for another processor than 64-bit x86");
    }

    private void ReadSegments()
    {
        var header = Long(32);
        var (size, count) = (Half(54), Half(56));
        for (; count > 0; header += size, count--)
        {
            var kind = Word(header);
            if (kind == LoadSegment)
                loaded.Add((Address: Long(header + 16), Offset: Long(header + 8), Size: Long(header + 32)));
            else if (kind == DynamicSegment && dynamic.Count == 0)
                ReadDynamic(Long(header + 8), Long(header + 32));
            else if (kind == NoteSegment)
                ReadNotes(Long(header + 8), Long(header + 32), Math.Max(4, Long(header + 48)));
        }
    }

    private void ReadDynamic(long offset, long size)
    {
        for (var read = 0L; read < size && Long(offset + read) is not 0 and var tag; read += EntrySize)
        {
            dynamic[tag] = Long(offset + read + 8);
            if (tag == NeededLibrary)
                needed.Add(dynamic[tag]);
        }
    }

    // A note is {name length:4, length:4, kind:4}, the name and the content, both padded.
    private void ReadNotes(long offset, long size, long alignment)
    {
        const int Head = 12;
        for (var end = offset + size; BuildId is null && offset + Head <= end; )
        {
            var (nameLength, length, kind) = (Word(offset), Word(offset + 4), Word(offset + 8));
            var content = offset + Padded(Head + nameLength, alignment);
            if (kind == BuildIdNote && nameLength == 4 && length <= 64 && Read(offset + Head, 4).SequenceEqual("GNU\0"u8))
                BuildId = Convert.ToHexStringLower(Read(content, (int)length));
            offset = content + Padded(length, alignment);
        }
    }

    private static long Padded(long length, long alignment) => (length + alignment - 1) / alignment * alignment;

    // Loading a library that was not copied whole kills the process (SIGBUS) instead of failing.
    private void RefuseTruncated()
    {
        foreach (var (_, offset, size) in loaded)
            if (offset < 0 || size < 0 || size > file.Length - offset)
                throw new InvalidDataException($"it is damaged or was not copied whole: it ends after {file.Length} bytes");
    }

    private ReadOnlySpan<byte> Read(long offset, int length)
    {
        if (offset < 0 || offset > file.Length - length)
            throw new InvalidDataException($"it is damaged or was not copied whole: it ends before offset {offset}");
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private ushort Half(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Read(offset, 2));

    private long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(Read(offset, 8));
}
