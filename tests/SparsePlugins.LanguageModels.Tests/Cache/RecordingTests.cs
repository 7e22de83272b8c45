using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using SparsePlugins.Storage;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Cache;

/// <summary>Recorded activations: the same batches as in memory, whole files or none, and shared work.</summary>
public sealed class RecordingTests : TorchTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(CacheRoot.Variable);

    public RecordingTests() => Environment.SetEnvironmentVariable(CacheRoot.Variable, _folder.Path);

    [Theory]
    [InlineData(ActivationPrecision.Float32)]
    [InlineData(ActivationPrecision.Float16)]
    public void Batches_have_the_bytes_that_they_have_in_memory(ActivationPrecision precision)
    {
        using var context = ToyProblem.Context(7);
        var options = SmallModel.Options with { Precision = precision };
        Record(options, shardBytes: 1); // Files of 16 texts.
        Assert.True(Files("training-*.safetensors").Length > 3);
        using var inFiles = new LanguageModelSource(options).Open(context);
        using var inMemory = new LanguageModelSource(options with { Cache = ActivationCache.Memory }).Open(context);
        foreach (var split in Enum.GetValues<DataSplit>())
        {
            Assert.Equal(inMemory.RowCount(split), inFiles.RowCount(split));
            for (var index = 0; index < 20; index++)
            {
                Assert.True(inMemory.Batch(split, index, 300).eq(inFiles.Batch(split, index, 300)).all().item<bool>());
            }
        }
    }

    [Fact]
    public void Row_ids_say_where_each_row_is_from()
    {
        Record(SmallModel.Options, shardBytes: 1 << 20);
        var file = Assert.Single(Files("held-out-*.safetensors"));
        var (documents, positions, tokens) = (Numbers(file, "documents"), Numbers(file, "positions"), Numbers(file, "tokens"));
        var rows = new RowsInFiles([file]);
        using var model = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        var texts = SmallModel.Texts(SmallModel.Options).Read(SmallModel.Special, CancellationToken.None);
        var row = 0;
        for (var place = 0; place < texts.HeldOut.Count * 32; place++)
        {
            var token = texts.HeldOut.Tokens(place / 32, 1)[place % 32];
            if (token == 756)
            {
                continue; // Ends documents, and begins texts.
            }

            Assert.Equal((texts.HeldOut.Document(place), place % 32, token), (documents[row], positions[row], tokens[row]));
            row++;
        }

        Assert.Equal(row, rows.Count);
        Assert.Equal(3, documents.Distinct().Count()); // 30 % of the 11 documents that have 8,000 tokens.
        rows.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Every_token_that_the_model_read_is_kept_with_the_rows(int skipped)
    {
        var options = SmallModel.Options with { SkipPositions = skipped };
        Record(options, shardBytes: 1);
        var texts = SmallModel.Texts(options).Read(SmallModel.Special, CancellationToken.None);
        Assert.Equal(
            texts.Training.Tokens(0, texts.Training.Count),
            Files("training-*.safetensors").SelectMany(file => Numbers(file, "contexts")).ToArray()
        );
        Assert.Equal(
            texts.HeldOut.Tokens(0, texts.HeldOut.Count),
            Files("held-out-*.safetensors").SelectMany(file => Numbers(file, "contexts")).ToArray()
        );
    }

    [Fact]
    public void Contexts_without_a_row_are_kept_in_a_file_with_others()
    {
        var texts = PackedTexts.Of([.. Enumerable.Range(0, 100)], length: 2); // 50 contexts, 16 of them to a file.
        var shards = Shard.Cut("", "training", texts, new KeptRows((token, _) => token is 33 or 66), rowBytes: 4, bytes: 1);
        Assert.Equal(["0..31 of 50", "32..49 of 50"], shards.Select(shard => shard.Range.ToString()));
        Assert.Equal(["training-00000.safetensors", "training-00001.safetensors"], shards.Select(shard => shard.File));
        Assert.Equal(
            [
                [33],
                [66],
            ],
            shards.Select(shard => shard.Places)
        );
        Assert.Throws<InvalidDataException>(() => Shard.Cut("", "training", texts, new KeptRows((_, _) => false), rowBytes: 4, bytes: 1));
    }

    [Fact]
    public void What_was_written_before_an_interruption_stays()
    {
        var reports = new Reports { StopAfter = 3 };
        Assert.Throws<OperationCanceledException>(() => Record(SmallModel.Options, 1, reports));
        var kept = Files("*.safetensors");
        Assert.InRange(kept.Length, 1, 3);
        Assert.Empty(Files("recording.json"));
        var times = kept.Select(File.GetLastWriteTimeUtc).ToArray();
        Assert.Equal(Record(SmallModel.Options, 1), Files("*.safetensors").Length - kept.Length);
        Assert.Equal(times, kept.Select(File.GetLastWriteTimeUtc));
        Assert.Equal(0, Record(SmallModel.Options, 1)); // Nothing is left to do.
        Assert.Empty(Files("*.tmp"));
    }

    [Fact]
    public void A_file_that_lost_its_end_is_written_again_and_the_others_are_kept()
    {
        Record(SmallModel.Options, 1);
        var files = Files("training-*.safetensors");
        var (whole, times) = (File.ReadAllBytes(files[1]), files.Select(File.GetLastWriteTimeUtc).ToArray());
        using (var damaged = File.OpenWrite(files[1]))
        {
            damaged.SetLength(whole.Length - 100);
        }

        Assert.Equal(1, Record(SmallModel.Options, 1));
        Assert.Equal(whole, File.ReadAllBytes(files[1]));
        Assert.Equal(times[2..], files[2..].Select(File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task A_file_that_is_being_written_elsewhere_is_waited_for()
    {
        Record(SmallModel.Options, 1);
        var file = Files("training-*.safetensors").Last();
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        var claim = FileLock.TryTake(file + ".lock")!; // As another process would hold it.
        var recording = Task.Run(() => Record(SmallModel.Options, 1));
        Assert.NotSame(recording, await Task.WhenAny(recording, Task.Delay(500)));
        File.WriteAllBytes(file, bytes);
        claim.Dispose();
        Assert.Equal(0, await recording);
    }

    [Fact]
    public async Task Several_at_a_time_write_each_file_once()
    {
        var recordings = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Record(SmallModel.Options, 1))).ToArray();
        var written = await Task.WhenAll(recordings);
        Assert.Equal(Files("*.safetensors").Length, written.Sum());
    }

    [Fact]
    public void Another_option_or_text_is_another_recording_and_another_seed_is_not()
    {
        using var context = ToyProblem.Context(8);
        string[] folders =
        [
            .. new[]
            {
                SmallModel.Options,
                SmallModel.Options with
                {
                    CacheLimit = 1,
                },
                SmallModel.Options with
                {
                    SkipPositions = 1,
                },
                SmallModel.Options with
                {
                    Hook = "blocks.0.hook_resid_post",
                },
                SmallModel.Options with
                {
                    Text = [_folder.Write("other.txt", File.ReadAllText(SmallModel.Addresses) + " More.")],
                },
            }.Select(options => new LanguageModelSource(options).Record(context).Folder),
        ];
        Assert.Equal(folders[0], folders[1]);
        Assert.Equal(4, folders.Distinct().Count());
    }

    [Fact]
    public void What_exceeds_the_limit_is_refused_before_anything_is_written()
    {
        var refusal = Assert.Throws<InvalidDataException>(() =>
            Record(SmallModel.Options with { CacheLimit = 0.0001, Hook = "blocks.0.mlp.hook_post" }, 1)
        );
        Assert.Matches(
            @"^\d+ activations take 0\.00\d GiB, cache_limit allows 0\.0001; raise it, take fewer tokens, or set precision to float16$",
            refusal.Message
        );
        Assert.Empty(Files("*.safetensors"));
    }

    [Fact]
    public void Progress_begins_with_the_size_and_ends_with_all()
    {
        var reports = new Reports();
        Record(SmallModel.Options, 1, reports);
        Assert.Equal(0, reports.All[0].Done);
        Assert.True(reports.All[0].Total > 0);
        Assert.Equal(reports.All[^1].Total, reports.All[^1].Done);
        Assert.StartsWith($"record {SmallModel.Options.Hook} in {_folder.Path}", reports.All[0].Work, StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_files_are_read_by_the_source_of_recordings()
    {
        Record(SmallModel.Options, 1 << 20);
        var matrix = RecordedMatrix.Open(Files("training-*.safetensors").Single(), tensor: "");
        Assert.Equal(32, matrix.Width);
    }

    protected override void OnDispose()
    {
        Environment.SetEnvironmentVariable(CacheRoot.Variable, _before);
        _folder.Dispose();
    }

    private string[] Files(string pattern) => [.. Directory.GetFiles(_folder.Path, pattern, SearchOption.AllDirectories).Order()];

    private static int Record(LanguageModelOptions options, long shardBytes, Reports? reports = null)
    {
        using var stop = new CancellationTokenSource();
        using var context = new ComponentContext(CPU, new RandomSeed(1), stop.Token) { Progress = reports };
        (reports ?? new Reports()).Stop = stop;
        return SmallModel.Recording(options, shardBytes).Ensure(context).Written;
    }

    private static int[] Numbers(string file, string name)
    {
        using var stream = File.OpenRead(file);
        var header = SparsePlugins.Formats.SafetensorsHeader.Read(stream);
        var entry = header.Entries.Single(one => one.Name == name);
        var bytes = new byte[entry.End - entry.Begin];
        stream.Position = header.DataOffset + entry.Begin;
        stream.ReadExactly(bytes);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes).ToArray();
    }

    private sealed class Reports : IProgress<SourceProgress>
    {
        public List<SourceProgress> All { get; } = [];

        public int StopAfter { get; init; } = int.MaxValue;

        public CancellationTokenSource? Stop { get; set; }

        public void Report(SourceProgress value)
        {
            All.Add(value);
            if (All.Count > StopAfter)
            {
                Stop!.Cancel();
            }
        }
    }
}
