using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Robustness.Tests.Files;

/// <summary>Records, experiments, weights and checkpoints: damage is always seen, and never ends the process.</summary>
[Trait("Category", "Long")]
public sealed class StateFileTests : IClassFixture<StateFileTests.Written>
{
    private const long MostBytes = 64L << 20;
    private static readonly string[] Telling =
    [
        "\"id\": \"../../x\",",
        "null",
        "1e999",
        "-1",
        "99999999999999999999",
        "[[[[[[[[",
        "{\"a\":",
        "\\ud800",
        "\"checksum\": \"sha256:\"",
        "\"F32\"",
        "\"shape\":[2147483647,2147483647]",
        "\"data_offsets\":[0,9223372036854775807]",
        ",",
        "}",
        "\0",
    ];

    private readonly Written _written;

    public StateFileTests(Written written) => _written = written;

    [Fact]
    public void A_damaged_record_is_never_read_as_data() =>
        Attack(_written.Record, seed: 1, () => _written.Store.Inspect(_written.Id) is (null, { Length: > 0 }));

    [Fact]
    public void A_damaged_experiment_is_never_read_as_data() =>
        Attack(_written.Store.ExperimentPath, seed: 2, () => Refuses(_written.Store.ReadExperiment));

    [Fact]
    public void Damaged_weights_are_never_taken_for_those_of_the_record()
    {
        var hash = _written.Store.TryRead(_written.Id)!.Weights;

        Attack(_written.Store.Weights.PathOf(_written.Id), seed: 3, () => _written.Store.Weights.HashOf(_written.Id) != hash);
    }

    [Fact]
    public void A_damaged_checkpoint_is_never_gone_on_from() =>
        Attack(
            _written.Checkpoint,
            seed: 4,
            () =>
                CheckpointStore.DamageOf(_written.Checkpoint) is { Length: > 0 }
                && _written.Store.Checkpoints.StepOf(_written.Interrupted) is null
        );

    [Theory]
    [InlineData("record")]
    [InlineData("experiment")]
    [InlineData("checkpoint")]
    public void Every_flipped_bit_of_a_file_with_a_checksum_is_seen(string kind)
    {
        var path = _written.PathOf(kind);
        var whole = File.ReadAllBytes(path);
        var random = new Random(5);
        var (all, most) = (whole.Length * 8, Fuzz.Count(2_000));
        var bits = all <= most ? Enumerable.Range(0, all) : Enumerable.Range(0, most).Select(_ => random.Next(all));
        Try(
            path,
            bits.Select(bit =>
            {
                var flipped = whole.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                return ($"bit {bit}", flipped);
            }),
            () => _written.IsRefused(kind)
        );
    }

    [Theory]
    [InlineData("record")]
    [InlineData("experiment")]
    [InlineData("checkpoint")]
    public void A_file_that_was_cut_anywhere_is_seen(string kind)
    {
        var path = _written.PathOf(kind);
        var whole = File.ReadAllBytes(path);
        var lengths = Enumerable.Range(0, whole.Length).Where(length => length % Math.Max(1, whole.Length / Fuzz.Count(500)) == 0);
        Try(path, lengths.Select(length => ($"{length} bytes", whole[..length])), () => _written.IsRefused(kind));
    }

    [Fact]
    public void A_record_under_the_name_of_another_run_is_not_its_record()
    {
        var other = _written.Store.ReadExperiment()!.Runs.Select(run => run.Id).First(id => id != _written.Id);
        File.Copy(_written.Record, _written.Store.RecordPath(other), overwrite: true);

        Assert.Contains("the record of another run", _written.Store.Inspect(other).Damage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/full")]
    [InlineData("/proc/self/mem")]
    public void A_record_that_is_a_link_to_a_device_is_refused_and_not_read(string device)
    {
        var whole = File.ReadAllBytes(_written.Record);
        File.Delete(_written.Record);
        File.CreateSymbolicLink(_written.Record, device);
        try
        {
            Assert.Contains("empty or no regular file", _written.Store.Inspect(_written.Id).Damage, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_written.Record);
            File.WriteAllBytes(_written.Record, whole);
        }
    }

    [Fact]
    public void A_pipe_in_place_of_a_record_or_a_checkpoint_does_not_hang()
    {
        using var folder = new TemporaryFolder();
        var store = Tiny.Run(folder.Path);
        var id = store.ReadExperiment()!.Runs[0].Id;
        File.Delete(store.RecordPath(id));
        Directory.CreateDirectory(store.Checkpoints.Folder);
        Assert.Equal(0, Shell.Run("mkfifo", store.RecordPath(id), store.Checkpoints.PathOf(id)).ExitCode);

        Assert.Contains("empty or no regular file", store.Inspect(id).Damage, StringComparison.Ordinal);
        Assert.Equal("it is empty, or no regular file", CheckpointStore.DamageOf(store.Checkpoints.PathOf(id)));
    }

    private static void Attack(string path, int seed, Func<bool> isSeen)
    {
        var mutator = new Mutator(seed, Telling);
        var whole = File.ReadAllBytes(path);
        Try(path, Enumerable.Range(0, Fuzz.Count(2_500)).Select(i => ($"mutation {i}", mutator.Damage(whole))), isSeen);
    }

    /// <summary>Puts damaged contents in place of a file, and the whole one back at the end.</summary>
    private static void Try(string path, IEnumerable<(string What, byte[] Content)> damaged, Func<bool> isSeen)
    {
        var whole = File.ReadAllBytes(path);
        try
        {
            foreach (var (what, content) in damaged)
            {
                File.WriteAllBytes(path, content);
                Assert.True(Budget.Keep(MostBytes, $"{what} of {path}", isSeen), $"{what} of {path} was read as data");
            }
        }
        finally
        {
            File.WriteAllBytes(path, whole);
        }
    }

    private static bool Refuses<T>(Func<T> read)
    {
        try
        {
            read();
            return false;
        }
        catch (RecordFormatException)
        {
            return true;
        }
    }

    /// <summary>A folder with a finished run, and one that was interrupted.</summary>
    public sealed class Written : IDisposable
    {
        private readonly MemoryFolder _folder = new();

        public Written()
        {
            Store = Tiny.Run(_folder.Path, Tiny.Manifest with { Steps = "{ each: [40, 4000] }" }, stopAfter: 1);
            var runs = RunStatus.Read(Store, Store.ReadExperiment()!);
            Id = runs.First(run => run.State == RunState.Finished).Run.Id;
            Interrupted = runs.First(run => run.State == RunState.Checkpointed).Run.Id;
            File.Delete(Store.Checkpoints.PreviousPathOf(Interrupted));
        }

        public RunStore Store { get; }

        public string Id { get; }

        public string Interrupted { get; }

        public string Record => Store.RecordPath(Id);

        public string Checkpoint => Store.Checkpoints.PathOf(Interrupted);

        public string PathOf(string kind) =>
            kind switch
            {
                "record" => Record,
                "experiment" => Store.ExperimentPath,
                _ => Checkpoint,
            };

        public bool IsRefused(string kind) =>
            kind switch
            {
                "record" => Store.TryRead(Id) is null,
                "experiment" => Refuses(Store.ReadExperiment),
                _ => Store.Checkpoints.StepOf(Interrupted) is null,
            };

        public void Dispose() => _folder.Dispose();
    }
}
