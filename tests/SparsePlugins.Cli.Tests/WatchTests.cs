using SparsePlugins.Records;

namespace SparsePlugins.Cli.Tests;

/// <summary>A plugin is changed under a sweep that is watched.</summary>
[Trait("Category", "Long")]
public sealed class WatchTests : IDisposable
{
    private const string Refreshing = "Only while 'sparse run' or 'sparse watch' is running";

    private readonly TemporaryFolder _folder = new();
    private WatchedProcess? _watch;

    [Fact]
    public void Exactly_the_runs_that_depend_on_a_changed_plugin_are_retrained_and_the_report_shows_both_builds()
    {
        var manifest = _folder.Write("watch.yaml", Manifest("orthogonal, data-sample, noisy-sample"));
        WritePlugin("0.5");
        var watch = Start(manifest);

        // Under way: one cohort is done, the second is interrupted.
        Await(() => Records().Length >= 3);
        WritePlugin("0.1");
        AwaitSaid("noisy-sample.cs changed (");
        var others = Records().Where(record => record.Initializer != "noisy-sample").ToDictionary(one => one.Id, one => Written(one.Id));
        AwaitSaid("9 of 9 runs are finished; waiting");
        Assert.InRange(Records().Length, 10, 12); // The old build had finished one to three runs.
        Assert.Contains(Refreshing, File.ReadAllText(_folder["out/report.html"]), StringComparison.Ordinal);

        // A broken build changes nothing.
        var before = Records().Length;
        WritePlugin("0.2 +");
        AwaitSaid("noisy-sample.cs: not loaded: it does not compile");
        Assert.Equal(before, Records().Length);

        // All runs of the old build are finished now.
        watch.Clear();
        WritePlugin("0.2");
        AwaitSaid("3 of 9 runs are stale");
        AwaitSaid("noisy-sample: the new build is ");
        AwaitSaid("9 of 9 runs are finished; waiting");
        Assert.Equal(before + 3, Records().Length);
        Assert.NotEmpty(others);
        Assert.All(others, one => Assert.Equal(one.Value, Written(one.Key)));

        // The manifest may change as well.
        File.WriteAllText(manifest, Manifest("orthogonal, data-sample, noisy-sample, xavier"));
        AwaitSaid("watch.yaml changed: 3 of 12 runs are stale");
        AwaitSaid("12 of 12 runs are finished; waiting");
        watch.Stop(0);

        AssertReport();
        AssertAsIfNeverInterrupted(manifest, 12);
    }

    [Fact]
    public void A_signal_while_runs_are_left_can_be_resumed()
    {
        var manifest = _folder.Write("watch.yaml", Manifest("orthogonal, data-sample", steps: 10_000_000));
        WritePlugin("0.5");
        var watch = Start(manifest);
        Await(() => Directory.Exists(_folder["out/claims"]));
        watch.Stop(75);

        Assert.Contains(watch.Said, line => line.StartsWith("interrupted: 6 runs are left", StringComparison.Ordinal));
    }

    [Fact]
    public void Edits_that_cannot_be_used_are_reported_and_training_resumes_from_checkpoints()
    {
        var good = Manifest("orthogonal, noisy-sample", steps: 60_000);
        var manifest = _folder.Write("watch.yaml", good);
        WritePlugin("0.5");
        var watch = Start(manifest);

        Await(() => Directory.Exists(_folder["out/claims"]));
        File.WriteAllText(manifest, good + "\ndevice: gpu");
        AwaitSaid("watch.yaml changed: it can't be used; it continues as before");
        WritePlugin("0.5 +");
        AwaitSaid("noisy-sample.cs: not loaded: it does not compile");
        WritePlugin("0.5");
        File.WriteAllText(manifest, Manifest("orthogonal, noisy-sample", steps: 60_000, name: "other"));
        AwaitSaid("name: must stay 'watched'");
        File.WriteAllText(manifest + ".lock", "{");
        AwaitSaid("watch.yaml.lock:1: this lock file is damaged");
        File.Delete(manifest + ".lock");
        File.WriteAllText(manifest, Manifest("orthogonal, noisy-sample", steps: 60_000, thresholds: "mmcs >= 0.5"));
        AwaitSaid("0 of 6 runs are stale");
        AwaitSaid("6 of 6 runs are finished; waiting");
        watch.Stop(0);

        Assert.Contains(watch.Said, line => line.Contains("runs resume at step", StringComparison.Ordinal));
        Assert.DoesNotContain(watch.Said, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(0.5, Assert.Single(Experiment().Thresholds).Value);
        AssertAsIfNeverInterrupted(manifest, 6);
    }

    [Fact]
    public void Thresholds_alone_are_taken_and_a_missing_device_is_reported()
    {
        var manifest = _folder.Write("watch.yaml", Short("orthogonal"));
        WritePlugin("0.5");
        var watch = Start(manifest);
        AwaitSaid("3 of 3 runs are finished; waiting");

        File.WriteAllText(manifest, Manifest("orthogonal", steps: 2000, thresholds: "mmcs >= 0.25"));
        AwaitSaid("watch.yaml changed: 0 of 3 runs are stale");
        Await(() => Read("out/report.md").Contains("0.25", StringComparison.Ordinal));
        Assert.Equal(0.25, Assert.Single(Experiment().Thresholds).Value);
        Assert.Equal(3, Records().Length);

        File.WriteAllText(manifest, Short("orthogonal") + "\ndevice: cuda");
        AwaitSaid("cuda was asked for, but ", "watch.yaml changed: 3 of 3"); // The second on a machine that has one.
        watch.Clear();
        File.WriteAllText(manifest, Short("data-sample"));
        AwaitSaid("watch.yaml changed: 3 of 3 runs are stale");
        AwaitSaid("3 of 3 runs are finished; waiting");
        watch.Stop(0);
    }

    [Fact]
    public void A_sweep_that_is_left_with_failed_runs_alone_has_failed()
    {
        var manifest = _folder.Write("watch.yaml", Short("orthogonal, noisy-sample"));
        WritePlugin("d / (f - f)");
        var watch = Start(manifest);
        AwaitSaid("3 of 6 runs are finished, 3 failed; waiting");
        watch.Stop(1);

        Assert.Contains(watch.Said, line => line.StartsWith("stopped: 3 runs failed", StringComparison.Ordinal));
        Assert.DoesNotContain(watch.Said, line => line.Contains("checkpoints", StringComparison.Ordinal));
    }

    [Fact]
    public void A_manifest_that_is_wrong_from_the_beginning_is_refused()
    {
        WritePlugin("0.5");
        var answer = Sparse.Run("watch", _folder.Write("watch.yaml", Manifest("orthogonall")), "--out", _folder["out"]);

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains("did you mean 'orthogonal'?", answer.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _folder.Dispose();
    }

    /// <summary>A file that may be replaced at this moment.</summary>
    private string Read(string name)
    {
        using var file = new FileStream(_folder[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private void AssertReport()
    {
        var report = File.ReadAllText(_folder["out/report.md"]);
        Assert.Contains("## Builds", report, StringComparison.Ordinal);
        Assert.Matches(@"\| noisy-sample \\?\[build [0-9a-f]{7}\\?\] \|", report);
        Assert.Matches(
            @"\| noisy-sample \| MMCS ↑ \| 0\.\d+ ± 0\.\d+ \| 0\.\d+ ± 0\.\d+ \| [-+]0\.\d+ \([-+]0\.\d+ to [-+]0\.\d+\) \|",
            report
        );
        Assert.DoesNotContain(Refreshing, File.ReadAllText(_folder["out/report.html"]), StringComparison.Ordinal);
    }

    private void AssertAsIfNeverInterrupted(string manifest, int runs)
    {
        Assert.Equal(0, Sparse.Run("run", manifest, "--out", _folder["again"]).ExitCode);
        var again = Directory.GetFiles(_folder["again/runs"], "*.json").Select(path => RecordJson.Read(File.ReadAllText(path))).ToArray();

        Assert.Equal(runs, again.Length);
        Assert.All(
            again,
            record =>
                Assert.Equal(
                    RecordJson.WithoutTimings(RecordJson.Write(record)),
                    RecordJson.WithoutTimings(RecordJson.Write(Records().Single(one => one.Id == record.Id)))
                )
        );
    }

    private WatchedProcess Start(string manifest) => _watch = new WatchedProcess(_folder.Path, manifest, _folder["out"]);

    private RunRecord[] Records() =>
        Directory.Exists(_folder["out/runs"])
            ? [.. Directory.GetFiles(_folder["out/runs"], "*.json").Select(path => RecordJson.Read(File.ReadAllText(path)))]
            : [];

    private ExperimentRecord Experiment() => ExperimentJson.Read(File.ReadAllText(_folder["out/experiment.json"]));

    private (DateTime, string) Written(string id)
    {
        var path = _folder[$"out/runs/{id}.json"];
        return (File.GetLastWriteTimeUtc(path), File.ReadAllText(path));
    }

    private void AwaitSaid(params string[] parts) => _watch!.AwaitSaid(parts);

    private void Await(Func<bool> done) => _watch!.Await(done);

    private static string Manifest(string initializers, int steps = 20_000, string name = "watched", string thresholds = "") =>
        $$"""
            name: {{name}}
            plugins: [noisy-sample.cs]
            seeds: 3
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { use: relu, features: 16 }
            training: { steps: {{steps}}, batch: 32, sample: 64 }
            evaluation: { thresholds: [{{thresholds}}], every: 1000, samples: 128 }
            initializers: [{{initializers}}]
            metrics: [mmcs, fvu]
            """;

    private static string Short(string initializers) => Manifest(initializers, steps: 2000);

    private void WritePlugin(string noise) =>
        _folder.Write(
            "noisy-sample.cs",
            $$"""
            using SparsePlugins.Contracts;
            using static TorchSharp.torch;

            /// <summary>Points of the sample, with noise.</summary>
            [Component("noisy-sample")]
            public sealed class NoisySample(InitializerOptions options) : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    var (d, f) = shape;
                    var noise = randn(f, d, device: context.Device, generator: context.Random) * ({{noise}});
                    return AutoencoderWeights.FromDirections(sample[..f] + noise, sample, options, context);
                }
            }
            """
        );
}
