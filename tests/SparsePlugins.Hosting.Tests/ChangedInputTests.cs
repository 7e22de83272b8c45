using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Data that changes after planning fails the runs that read it, and nobody else's.</summary>
public sealed class ChangedInputTests : IDisposable
{
    private const int Rows = 60;
    private const int Columns = 4;
    private const string Axis = "{ each: [[a.npy], [b.npy]] }";

    private readonly Bench _bench = new();

    public ChangedInputTests()
    {
        Put("a.npy", seed: 1);
        Put("b.npy", seed: 2);
    }

    [Theory]
    [InlineData("in place", "written ")]
    [InlineData("longer", "length 1088 -> 2048 bytes")]
    [InlineData("shorter", "length 1088 -> 10 bytes")]
    [InlineData("more columns", "length 1088 -> 1568 bytes")]
    [InlineData("renamed over", "written ")]
    [InlineData("renamed over, same time", "other bytes of the same length and time")]
    [InlineData("in place, same time", "other bytes of the same length and time")]
    [InlineData("removed", "it is gone")]
    [InlineData("linked to another", "written ")]
    [Trait("Category", "Long")]
    public void Runs_of_a_changed_file_fail_and_those_of_another_file_complete(string change, string how)
    {
        var prepared = _bench.Prepare(Manifest(Axis));
        Change(change);
        _bench.Execute(prepared);

        var failed = _bench.Ended.Where(record => record.Outcome.IsFailed).ToArray();
        var completed = _bench.Ended.Where(record => record.Outcome.IsCompleted).ToArray();
        Assert.Equal((2, 2), (failed.Length, completed.Length));
        Assert.All(failed, record => Assert.StartsWith($"a.npy changed since planning ({how}", record.Message, StringComparison.Ordinal));
        Assert.All(failed, record => Assert.Contains("files=a.npy", record.Source, StringComparison.Ordinal));
        Assert.All(failed, record => Assert.Empty(record.Curves));
        Assert.All(completed, record => Assert.Contains("files=b.npy", record.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_command_plans_other_ids_for_the_changed_file_and_completes()
    {
        var prepared = _bench.Prepare(Manifest(Axis));
        Change("longer");
        _bench.Execute(prepared);
        var before = _bench.Ended.Select(record => record.Id).ToHashSet();

        Assert.Equal(2, _bench.Run(Manifest(Axis)));
        var again = _bench.Ended[^2..];
        Assert.All(again, record => Assert.Equal(("", Outcome.Completed), (record.Message, record.Outcome)));
        Assert.DoesNotContain(again, record => before.Contains(record.Id));
    }

    [Fact]
    public void A_file_that_changes_while_it_is_trained_on_fails_its_runs_at_their_end()
    {
        _bench.AtProgress = () => Change("in place");
        _bench.Run(Manifest("[a.npy]"), jobs: 1);

        Assert.Equal(2, _bench.Ended.Count);
        Assert.All(_bench.Ended, record => Assert.StartsWith("a.npy changed since planning (", record.Message, StringComparison.Ordinal));
        Assert.All(_bench.Ended, record => Assert.Equal((Outcome.Failed, 0, ""), (record.Outcome, record.Curves.Count, record.Weights)));
    }

    [Fact]
    public void No_checkpoint_holds_what_was_trained_on_a_changed_file()
    {
        using var bench = new Bench { Settings = new RunSettings("") { CheckpointEvery = TimeSpan.Zero } };
        using var undisturbed = new Bench();
        var bytes = NpyFile.Uniform(Rows, Columns, seed: 1);
        undisturbed.WriteBytes("a.npy", bytes);
        undisturbed.Run(Manifest("[a.npy]"), jobs: 1);
        var path = bench.WriteBytes("a.npy", bytes);
        bench.AtProgress = () => File.WriteAllBytes(path, NpyFile.Uniform(Rows, Columns, seed: 9));
        bench.Run(Manifest("[a.npy]"), jobs: 1);
        bench.AtProgress = null;
        File.WriteAllBytes(path, bytes); // Put back: the ids are the first ones again.

        Assert.Equal(2, bench.Run(Manifest("[a.npy]"), jobs: 1));
        Assert.Equal(undisturbed.Records(), bench.Records());
    }

    [Fact]
    public void A_new_file_that_a_pattern_matches_is_not_read_by_what_was_planned_without_it()
    {
        using var alone = new Bench();
        alone.WriteBytes("a.npy", NpyFile.Uniform(Rows, Columns, seed: 1));
        alone.WriteBytes("b.npy", NpyFile.Uniform(Rows, Columns, seed: 2));
        alone.Run(Manifest("['*.npy']"));

        var prepared = _bench.Prepare(Manifest("['*.npy']"));
        Put("aa.npy", seed: 3);
        _bench.Execute(prepared);

        Assert.Equal(alone.Records(), _bench.Records());
        Assert.Equal(2, _bench.Prepare(Manifest("['*.npy']")).PendingRuns);
    }

    [Fact]
    public void Permissions_names_and_equal_bytes_are_no_change()
    {
        var prepared = _bench.Prepare(Manifest(Axis));
        var (a, b) = (_bench.PathOf("a.npy"), _bench.PathOf("b.npy"));
        File.SetUnixFileMode(a, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var time = File.GetLastWriteTimeUtc(b);
        File.Copy(b, b + ".copy");
        File.SetLastWriteTimeUtc(b + ".copy", time);
        File.Move(b + ".copy", b, overwrite: true);
        _bench.Execute(prepared);

        Assert.Equal(4, _bench.Ended.Count);
        Assert.All(_bench.Ended, record => Assert.Equal(("", Outcome.Completed), (record.Message, record.Outcome)));
    }

    public void Dispose() => _bench.Dispose();

    private void Put(string name, int seed, int rows = Rows, int columns = Columns)
    {
        var path = _bench.WriteBytes(name, NpyFile.Uniform(rows, columns, seed));
        var now = DateTime.UtcNow;
        File.SetLastWriteTimeUtc(path, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond) + seed)); // One that can be put back exactly.
    }

    private void Change(string how)
    {
        var path = _bench.PathOf("a.npy");
        var time = File.GetLastWriteTimeUtc(path);
        switch (how)
        {
            case "in place":
                Put("a.npy", seed: 9);
                break;
            case "longer":
                Put("a.npy", seed: 9, rows: 2 * Rows);
                break;
            case "shorter":
                File.WriteAllBytes(path, new byte[10]);
                break;
            case "more columns":
                Put("a.npy", seed: 9, columns: 6);
                break;
            case "removed":
                File.Delete(path);
                break;
            case "linked to another":
                File.Delete(path);
                File.CreateSymbolicLink(path, _bench.PathOf("b.npy"));
                break;
            case "in place, same time":
                Put("a.npy", seed: 9);
                File.SetLastWriteTimeUtc(path, time);
                break;
            default:
                Put("new.npy", seed: 9);
                File.SetLastWriteTimeUtc(
                    _bench.PathOf("new.npy"),
                    how.EndsWith("same time", StringComparison.Ordinal) ? time : time.AddSeconds(1)
                );
                File.Move(_bench.PathOf("new.npy"), path, overwrite: true);
                break;
        }
    }

    private static string Manifest(string files) =>
        $$"""
            name: changing
            seeds: 2
            source: { use: recorded-activations, with: { files: {{files}} } }
            autoencoder: { use: relu, features: 8, with: { l1: 0.06 } }
            training: { steps: 60, batch: 16, sample: 32 }
            evaluation: { every: 10, data_every: 20, samples: 12 }
            initializers: [orthogonal]
            metrics: [l0, fvu]
            """;
}
