namespace SparsePlugins.LanguageModels;

/// <summary>A file of a recording: the rows of some texts that follow each other.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Split">The name of the split.</param>
/// <param name="Texts">The texts of the split.</param>
/// <param name="First">The first of its texts.</param>
/// <param name="Count">How many texts.</param>
/// <param name="Places">text T + position of each row in its split, ascending; at least one.</param>
internal sealed record Shard(string File, string Split, PackedTexts Texts, int First, int Count, int[] Places)
{
    /// <summary>The name of the split to train on.</summary>
    public const string TrainingSplit = "training";

    /// <summary>The name of the split that is held out.</summary>
    public const string HeldOutSplit = "held-out";

    /// <summary>Whether it is written, and has all its bytes.</summary>
    public bool IsWritten => ShardFile.IsWhole(File);

    /// <summary>Which texts it has.</summary>
    public ContextRange Range => new(First, First + Count - 1, Texts.Count);

    /// <summary>The name of a file.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="number">From 0, without a gap.</param>
    public static string Name(string split, int number) => FormattableString.Invariant($"{split}-{number:D5}.safetensors");

    /// <summary>Cuts a split into files; each text is in one of them.</summary>
    /// <param name="folder">Of the files.</param>
    /// <param name="split">The name of the split.</param>
    /// <param name="texts">The split.</param>
    /// <param name="kept">Which rows.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="bytes">Of a file, about.</param>
    /// <exception cref="InvalidDataException">No row is kept.</exception>
    public static List<Shard> Cut(string folder, string split, PackedTexts texts, KeptRows kept, long rowBytes, long bytes)
    {
        // Whole groups, so that a row is computed beside the same others as in memory, and has the same bits.
        var groups = Math.Clamp(bytes / (rowBytes * texts.Length * Harvest.TextsAtATime), 1, 1 << 20);
        var atATime = (int)groups * Harvest.TextsAtATime;
        var shards = new List<Shard>();
        var begin = 0;
        for (var first = 0; first < texts.Count; first += atATime)
        {
            var end = Math.Min(first + atATime, texts.Count);
            var places = kept.Places(texts, first, end - first);
            if (places.Length > 0) // Texts without a row are kept with those that follow.
            {
                shards.Add(new Shard(Path.Combine(folder, Name(split, shards.Count)), split, texts, begin, end - begin, places));
                begin = end;
            }
        }

        return shards is [.. var others, var last]
            ? [.. others, last with { Count = texts.Count - last.First }]
            : throw KeptRows.NoneLeft();
    }
}
