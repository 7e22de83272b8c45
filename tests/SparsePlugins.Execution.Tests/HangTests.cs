using SparsePlugins.Hosting;
using SparsePlugins.Workers;

namespace SparsePlugins.Execution.Tests;

/// <summary>A component that does not come back fails its own run; a new thread goes on with the others of its cohort.</summary>
[Trait("Category", "Long")]
public sealed class HangTests
{
    private static readonly RunSettings Impatient = new("") { CallLimit = Patience.CallLimit };

    [Theory]
    [InlineData("hang", 1)]
    [InlineData("hang-busy", 2)]
    public void An_initializer_that_hangs_fails_alone_and_when_it_wakes_nothing_is_written(string fault, int jobs)
    {
        using var alone = new Bench();
        using var beside = new Bench { Settings = Impatient };
        alone.Run(new TinyManifest());
        var release = Path.Combine(Path.GetDirectoryName(beside.Folder)!, "release");
        beside.Run(
            new TinyManifest
            {
                Initializers = $"[orthogonal, {{ use: faulty, with: {{ fault: {fault}, release: \"{release}\" }} }}, data-sample]",
            },
            jobs
        );

        var failed = beside.Ended.Where(record => record.Outcome.IsFailed).ToArray();
        Assert.Equal(2, failed.Length);
        Assert.All(
            failed,
            record =>
                Assert.Equal(
                    "initializer 'faulty' (Fixture.Faults 0.1.0): no answer for 15 s; --call-limit says how long a call may last",
                    record.Message
                )
        );
        Assert.Equal(6, beside.Ended.Count);
        Assert.All(alone.Records(), record => Assert.Equal(record.Value, beside.Records()[record.Key]));

        var before = Written(beside);
        File.WriteAllText(release, "");
        Patience.Await(() => AbandonedThreads.Count == 0);
        Assert.Equal(before, Written(beside));
        Assert.Equal(6, beside.Ended.Count);
    }

    [Fact]
    public void A_metric_that_hangs_fails_one_run_and_changes_no_other()
    {
        using var without = new Bench();
        using var with = new Bench { HasOwnPlugins = true, Settings = Impatient };
        without.Run(Text("none"));
        with.Run(Text("hang"));

        Assert.Single(with.Ended, record => record.Outcome.IsFailed);
        foreach (var record in with.Ended.Where(record => !record.Outcome.IsFailed))
        {
            var other = without.Ended.Single(one => (one.Seed, one.Initializer) == (record.Seed, record.Initializer));
            Assert.Equal(other.Curves.SelectMany(curve => curve.Values), record.Curves.SelectMany(curve => curve.Values));
        }

        static TinyManifest Text(string fault) =>
            new()
            {
                Steps = "600",
                Metrics = $"[mmcs, {{ use: faulty, with: {{ fault: {fault}, call: 7, always: false }} }}, fvu, dead-fraction]",
            };
    }

    [Fact]
    public void A_source_that_hangs_for_one_seed_of_a_stack_fails_the_runs_of_that_seed()
    {
        var manifest = new TinyManifest
        {
            Seeds = 3,
            Source = "{ use: faulty, with: { at: 12, fails: training, once: true, sleeps: 20 } }",
            Training = "step: stacked",
            Metrics = "[fvu, l0]",
        };
        using var bench = new Bench { HasOwnPlugins = true, Settings = Impatient };
        bench.Run(manifest, jobs: 1);

        var failed = bench.Ended.Where(record => record.Outcome.IsFailed).ToArray();
        Assert.Equal((6, 2), (bench.Ended.Count, failed.Length));
        Assert.Single(failed.DistinctBy(record => record.Seed));
        Assert.All(failed, record => Assert.Contains("no answer for 15 s", record.Message, StringComparison.Ordinal));
        Patience.Await(() => AbandonedThreads.Count == 0);
    }

    private static Dictionary<string, (DateTime, string)> Written(Bench bench) =>
        Directory
            .EnumerateFiles(bench.Store.Folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => (File.GetLastWriteTimeUtc(path), Convert.ToHexString(File.ReadAllBytes(path))));
}
