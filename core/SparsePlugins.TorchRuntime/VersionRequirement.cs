using System.Buffers.Binary;

namespace SparsePlugins.TorchRuntime;

/// <summary>
/// Makes a 64-bit Linux library's requirement of one symbol version optional ("weak"). TorchSharp's wrapper asks libstdc++ for
/// GLIBCXX_3.4.32 (GCC 13) because of a single symbol that it never calls; older systems refuse the whole library for it.
/// </summary>
internal static class VersionRequirement
{
    public const int WeakFlag = 2; // VER_FLG_WEAK

    /// <summary>A copy of <paramref name="library"/> in which the version is optional; one byte differs.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit x86 Linux library, damaged, or it does not ask for that version.</exception>
    public static byte[] MakeOptional(byte[] library, string version)
    {
        var flags = FindFlags(new ElfImage(library), version);
        var copy = library.ToArray();
        copy[flags] |= WeakFlag;
        return copy;
    }

    // .gnu.version_r: per library one Verneed {version:2, count:2, file:4, aux:4, next:4}, and per version of it
    // one Vernaux {hash:4, flags:2, other:2, name:4, next:4}; offsets are relative to the entry that holds them.
    private static int FindFlags(ElfImage elf, string version)
    {
        var need = elf.FileOffset(elf.Dynamic(ElfImage.VersionNeeds));
        for (var left = elf.Dynamic(ElfImage.VersionNeedCount); left > 0; left--)
        {
            var entry = elf.Slice(need, 16);
            var aux = need + Word(entry, 8);
            for (var versions = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]); versions > 0; versions--)
            {
                var requirement = elf.Slice(aux, 16);
                if (elf.String(Word(requirement, 8)) == version)
                    return checked((int)(aux + 4));
                if (!Advance(ref aux, Word(requirement, 12)))
                    break;
            }
            if (!Advance(ref need, Word(entry, 12)))
                break;
        }
        throw new InvalidDataException($"the library does not ask for {version}");
    }

    private static bool Advance(ref long offset, uint step)
    {
        offset += step;
        return step != 0;
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
