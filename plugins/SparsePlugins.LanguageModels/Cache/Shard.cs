namespace SparsePlugins.LanguageModels;

/// <summary>A file of a recording: the rows of some texts that follow each other.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Texts">The texts of its split.</param>
/// <param name="First">The first of its texts.</param>
/// <param name="Count">How many texts.</param>
/// <param name="Places">text T + position of each row in its split, ascending.</param>
internal sealed record Shard(string File, PackedTexts Texts, int First, int Count, int[] Places)
{
    /// <summary>Whether it is written, and has all its bytes.</summary>
    public bool IsWritten => ShardFile.IsWhole(File);

    /// <summary>Cuts a split into files.</summary>
    /// <param name="path">Of the files, before their numbers.</param>
    /// <param name="texts">The split.</param>
    /// <param name="kept">Which rows.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="bytes">Of a file, about.</param>
    public static List<Shard> Cut(string path, PackedTexts texts, KeptRows kept, long rowBytes, long bytes)
    {
        // Whole groups, so that a row is computed beside the same others as in memory, and has the same bits.
        var groups = Math.Clamp(bytes / (rowBytes * texts.Length * Harvest.TextsAtATime), 1, 1 << 20);
        var atATime = (int)groups * Harvest.TextsAtATime;
        var shards = new List<Shard>();
        for (var first = 0; first < texts.Count; first += atATime)
        {
            var count = Math.Min(atATime, texts.Count - first);
            var name = FormattableString.Invariant($"{path}-{shards.Count:D5}.safetensors");
            shards.Add(new Shard(name, texts, first, count, kept.Places(texts, first, count)));
        }

        shards.RemoveAll(shard => shard.Places.Length == 0);
        return shards.Count > 0 ? shards : throw KeptRows.NoneLeft();
    }
}
