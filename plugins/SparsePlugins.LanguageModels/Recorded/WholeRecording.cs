namespace SparsePlugins.LanguageModels;

/// <summary>All files of a recording, each split in the order of its contexts.</summary>
/// <param name="Training">Files to train on.</param>
/// <param name="HeldOut">Files that are held out.</param>
internal sealed record WholeRecording(IReadOnlyList<RecordedShard> Training, IReadOnlyList<RecordedShard> HeldOut)
{
    /// <summary>What all files say.</summary>
    public RecordingHeader Header => Training[0].Header;

    /// <summary>D.</summary>
    public int Width => Training[0].Width;

    /// <summary>Reads the headers of all files.</summary>
    /// <param name="files">At least one, in any order.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, one is missing, or they are of several recordings.</exception>
    public static WholeRecording Read(IReadOnlyList<string> files)
    {
        var shards = files.Select(RecordedShard.Read).ToList();
        var first = shards[0];
        if (shards.FirstOrDefault(shard => !IsAlike(shard, first)) is { } other)
        {
            throw new InvalidDataException($"{other.File}: is of another recording than {first.File}; name the files of one of them");
        }

        return new WholeRecording(Ordered(shards, Shard.TrainingSplit), Ordered(shards, Shard.HeldOutSplit));
    }

    /// <summary>The tokens of all contexts.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public SplitTexts ReadTexts() => new(ReadTexts(Training), ReadTexts(HeldOut));

    private static bool IsAlike(RecordedShard shard, RecordedShard first) =>
        (shard.Header.Recording, shard.Width, shard.Length) == (first.Header.Recording, first.Width, first.Length);

    private static List<RecordedShard> Ordered(List<RecordedShard> shards, string split)
    {
        var ordered = shards.Where(shard => shard.Header.Split == split).OrderBy(shard => shard.Range.First).ToList();
        var next = 0;
        for (var number = 0; number < ordered.Count; number++)
        {
            var (shard, range) = (ordered[number], ordered[number].Range);
            if (range.First != next)
            {
                throw range.First > next ? Missing(shards[0], split, number) : Twice(ordered[number - 1], shard);
            }

            next = range.Last + 1;
        }

        return next > 0 && next == ordered[^1].Range.Of ? ordered : throw Missing(shards[0], split, ordered.Count);
    }

    private static InvalidDataException Missing(RecordedShard beside, string split, int number) =>
        new(
            $"{Path.Combine(Path.GetDirectoryName(beside.File)!, Shard.Name(split, number))}: is missing from files, which name a part of the recording; "
                + "name FOLDER/*.safetensors, or copy the file again"
        );

    private static InvalidDataException Twice(RecordedShard one, RecordedShard other) =>
        new($"{other.File}: holds contexts that {one.File} holds, too; name each file once");

    private static PackedTexts ReadTexts(IReadOnlyList<RecordedShard> shards)
    {
        var length = shards[0].Length;
        var tokens = new int[checked(shards[^1].Range.Of * length)];
        foreach (var shard in shards)
        {
            shard.ReadTokens(tokens.AsSpan(shard.Range.First * length, shard.Range.Count * length));
        }

        return PackedTexts.Of(tokens, length);
    }
}
