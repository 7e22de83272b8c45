using System.Text;

namespace SparsePlugins.Cli.Tests;

/// <summary>One file adds an architecture: its codes are signed and it has a parameter of its own, and nothing else of the product changes.</summary>
[Trait("Category", "Long")]
public sealed class NewArchitectureTests : IDisposable
{
    private const string Manifest = """
        name: signed
        seeds: 1
        plugins: [signed-top-k.cs]
        source: { use: toy-superposition, with: { activation_dim: 16, features: 64, active: 3 } }
        autoencoder: { use: signed-top-k, features: 64, with: { k: 3 } }
        training: { steps: 1200, batch: 64, sample: 256 }
        evaluation: { every: 300, data_every: 300, samples: 256 }
        initializers: [data-sample]
        reinitializers: [{ use: random-points, every: 200, dead_after: 2000 }]
        metrics: [mmcs, l0, fvu, dead-fraction]

        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void It_trains_is_interrupted_and_resumed_to_the_bit_revived_measured_and_saved()
    {
        Assert.Equal(
            0,
            Sparse.RunIn(_folder.Path, Repository.Host, "plugin", "new", "architecture", "signed-top-k", "--single-file").ExitCode
        );
        _folder.Write("signed.yaml", Manifest);
        var whole = Sparse.RunIn(_folder.Path, Repository.Host, "run", "signed.yaml", "--out", "whole");
        Assert.True(whole.ExitCode == 0, whole.Error);
        var stops = RunWithStops();

        Assert.True(stops > 0, "nothing was interrupted");
        var (expected, actual) = (Weights("whole"), Weights("stopped"));
        Assert.Equal(expected, actual);
        var text = Encoding.UTF8.GetString(expected);
        Assert.Contains("\"gain\":{\"dtype\":\"F32\",\"shape\":[64]", text, StringComparison.Ordinal);
        Assert.Contains("* gain); x_hat = codes @ decoder_weight", text, StringComparison.Ordinal);
        var record = File.ReadAllText(Directory.GetFiles(_folder["whole/runs"]).Single());
        Assert.Contains("\"features\": [", record, StringComparison.Ordinal); // Of a revival.
        Assert.Contains("\"measurement\": \"l0\"", record, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Stops the first three commands after their first checkpoint, and lets the next one finish.</summary>
    private int RunWithStops()
    {
        for (var stops = 0; ; stops++)
        {
            using var process = Sparse.Start(
                _folder.Path,
                Repository.Host,
                ["run", "signed.yaml", "--out", "stopped", "--checkpoint-every", "0.05"]
            );
            if (stops < 3)
            {
                var before = Newest();
                Patience.Await(() => process.HasExited || Newest() > before);
                using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
                kill.WaitForExit();
            }

            var answer = Sparse.Finish(process);
            if (answer.ExitCode != 75)
            {
                Assert.True(answer.ExitCode == 0, answer.Error);
                return stops;
            }
        }
    }

    private DateTime Newest()
    {
        var folder = new DirectoryInfo(_folder["stopped/checkpoints"]);
        return folder.Exists ? folder.EnumerateFiles("*.ckpt").Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max() : default;
    }

    private byte[] Weights(string run) => File.ReadAllBytes(Directory.GetFiles(_folder[$"{run}/weights"]).Single());
}
