namespace SparsePlugins.TorchRuntime;

/// <summary>
/// Makes a Linux library's requirement of one symbol version optional ("weak"). TorchSharp's wrapper asks libstdc++ for
/// GLIBCXX_3.4.32 (GCC 13) because of a single symbol that it never calls; older systems refuse the whole library for it.
/// </summary>
internal static class VersionRequirement
{
    private const byte Weak = 2; // VER_FLG_WEAK
    private const int MostRequirements = 10_000; // a real library has dozens; a damaged one must not keep us

    /// <summary>A copy of <paramref name="library"/> in which the version is optional: one bit differs.</summary>
    /// <exception cref="InvalidDataException">Not a 64-bit x86 Linux library, damaged, or it does not ask for that version.</exception>
    public static byte[] MakeOptional(byte[] library, string version)
    {
        var requirement = Find(new ElfImage(new MemoryStream(library)), version);
        var copy = library.ToArray();
        copy[requirement + 4] |= Weak;
        return copy;
    }

    private static long Find(ElfImage elf, string version)
    {
        foreach (var requirement in Requirements(elf).Take(MostRequirements))
            if (elf.NameIs(elf.Word(requirement + 8), version))
                return requirement;
        throw new InvalidDataException($"it does not ask for {version}");
    }

    // .gnu.version_r: per library one Verneed {version:2, count:2, file:4, aux:4, next:4}, and per version of it one
    // Vernaux {hash:4, flags:2, other:2, name:4, next:4}. Offsets count from the entry that holds them; 0 ends a chain.
    private static IEnumerable<long> Requirements(ElfImage elf)
    {
        var library = elf.FileOffset(elf.Dynamic(ElfImage.VersionNeeds));
        for (uint next = 1; next != 0; library += next)
        {
            next = elf.Word(library + 12);
            var requirement = library + elf.Word(library + 8);
            for (uint step = 1; step != 0; requirement += step)
            {
                yield return requirement;
                step = elf.Word(requirement + 12);
            }
        }
    }
}
