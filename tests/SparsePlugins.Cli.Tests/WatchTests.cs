using System.Diagnostics;
using SparsePlugins.Reporting;
using SparsePlugins.Tests;

namespace SparsePlugins.Cli.Tests;

/// <summary>A plugin is changed under a sweep that is watched.</summary>
public sealed class WatchTests : IDisposable
{
    private const string Refreshing = "Only while 'sparse watch' goes on";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];
    private Process? _process;

    [Fact]
    public void Exactly_the_runs_that_depend_on_a_changed_plugin_are_trained_anew_and_the_report_shows_both_builds()
    {
        var manifest = _folder.Write("watch.yaml", Manifest("orthogonal, data-sample, noisy-sample"));
        WritePlugin("0.5");
        var process = Start(manifest);

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
        _said.Clear();
        WritePlugin("0.2");
        AwaitSaid("3 of 9 runs are stale");
        AwaitSaid("9 of 9 runs are finished; waiting");
        Assert.Equal(before + 3, Records().Length);
        Assert.NotEmpty(others);
        Assert.All(others, one => Assert.Equal(one.Value, Written(one.Key)));

        // The manifest may change as well.
        File.WriteAllText(manifest, Manifest("orthogonal, data-sample, noisy-sample, xavier"));
        AwaitSaid("watch.yaml changed: 3 of 12 runs are stale");
        AwaitSaid("12 of 12 runs are finished; waiting");
        Stop(process, 0);

        AssertReport();
        AssertAsIfNeverInterrupted(manifest);
    }

    [Fact]
    public void A_signal_while_runs_are_left_can_be_resumed()
    {
        var manifest = _folder.Write(
            "watch.yaml",
            Manifest("orthogonal, data-sample").Replace("20000", "10000000", StringComparison.Ordinal)
        );
        WritePlugin("0.5");
        var process = Start(manifest);
        Await(() => Directory.Exists(_folder["out/claims"]));
        Stop(process, 75);

        Assert.Contains(_said, line => line.StartsWith("stopped: 6 runs are left", StringComparison.Ordinal));
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
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private void AssertReport()
    {
        var report = File.ReadAllText(_folder["out/report.md"]);
        Assert.Contains("## Builds", report, StringComparison.Ordinal);
        Assert.Matches(@"\| noisy-sample \\?\[build [0-9a-f]{7}\\?\] \|", report);
        Assert.Matches(
            @"\| noisy-sample \| mmcs \| 0\.\d+ ± 0\.\d+ \| 0\.\d+ ± 0\.\d+ \| [-+]0\.\d+ \([-+]0\.\d+ to [-+]0\.\d+\) \|",
            report
        );
        Assert.DoesNotContain(Refreshing, File.ReadAllText(_folder["out/report.html"]), StringComparison.Ordinal);
    }

    private void AssertAsIfNeverInterrupted(string manifest)
    {
        Assert.Equal(0, Sparse.Run("run", manifest, "--out", _folder["again"]).ExitCode);
        var again = Directory.GetFiles(_folder["again/runs"], "*.json").Select(path => RecordJson.Read(File.ReadAllText(path))).ToArray();

        Assert.Equal(12, again.Length);
        Assert.All(
            again,
            record =>
                Assert.Equal(
                    RecordJson.WithoutTimings(RecordJson.Write(record)),
                    RecordJson.WithoutTimings(RecordJson.Write(Records().Single(one => one.Id == record.Id)))
                )
        );
    }

    private Process Start(string manifest)
    {
        var process = Sparse.Start(_folder.Path, Repository.Host, "watch", manifest, "--out", _folder["out"], "--jobs", "1");
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return _process = process;
    }

    private static void Stop(Process process, int exitCode)
    {
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "it did not stop");
        process.WaitForExit();
        Assert.Equal(exitCode, process.ExitCode);
    }

    private RunRecord[] Records() =>
        Directory.Exists(_folder["out/runs"])
            ? [.. Directory.GetFiles(_folder["out/runs"], "*.json").Select(path => RecordJson.Read(File.ReadAllText(path)))]
            : [];

    private (DateTime, string) Written(string id)
    {
        var path = _folder[$"out/runs/{id}.json"];
        return (File.GetLastWriteTimeUtc(path), File.ReadAllText(path));
    }

    private void AwaitSaid(string part) =>
        Await(() =>
        {
            lock (_said)
            {
                return _said.Any(line => line.Contains(part, StringComparison.Ordinal));
            }
        });

    private void Await(Func<bool> done)
    {
        var clock = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"not after two minutes; it said: {string.Join('\n', _said)}");
            Thread.Sleep(50);
        }
    }

    private static string Manifest(string initializers) =>
        $$"""
            name: watched
            plugins: [noisy-sample.cs]
            seeds: 3
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            autoencoder: { features: 16 }
            training: { steps: 20000, batch: 32, sample: 64 }
            evaluation: { every: 1000, samples: 128 }
            initializers: [{{initializers}}]
            metrics: [mmcs, fvu]
            """;

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
