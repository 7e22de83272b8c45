using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>The command that records activations, killed while it writes files of 64 MiB.</summary>
[Trait("Category", "Long")]
public sealed class RecordingKillTests : IDisposable
{
    private const int Copies = 32; // Of 20 documents with 14,000 tokens: five files.
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kill_loses_at_most_the_file_that_was_being_written()
    {
        var manifest = _folder.Write("record.yaml", Manifest());
        var kept = new Dictionary<string, DateTime>();
        for (var kill = 0; kill < 2; kill++)
        {
            KillWhileWriting(manifest, file: kill + 1);
            var left = Files("*.safetensors");
            Assert.Single(Files("*.tmp"));
            Assert.Equal(kill + 1, left.Length);
            Assert.All(kept, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
            kept = left.ToDictionary(file => file, File.GetLastWriteTimeUtc);
        }

        using var last = Start(manifest);
        var answer = Sparse.Finish(last);

        Assert.Equal(0, answer.ExitCode);
        var (files, written) = Counts(answer.Out);
        Assert.Equal((Files("*.safetensors").Length, files - 2), (files, written));
        Assert.InRange(files, 4, 8);
        Assert.All(kept, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
        Assert.Empty(Files("*.tmp"));
    }

    /// <summary>Kills it in the middle of a file, counted from 0.</summary>
    private void KillWhileWriting(string manifest, int file)
    {
        using var process = Start(manifest);
        var waited = Stopwatch.StartNew();
        while (Files("*.safetensors").Length < file || !Files("*.tmp").Any(one => new FileInfo(one).Length > 1 << 20))
        {
            Assert.False(process.HasExited, "it ended before it could be killed");
            Assert.True(waited.Elapsed < Patience.Longest);
            Thread.Sleep(2);
        }

        process.Kill();
        process.WaitForExit();
    }

    private Process Start(string manifest) =>
        Process.Start(
            new ProcessStartInfo(
                "env",
                [
                    "--default-signal",
                    $"SPARSEPLUGINS_ACTIVATIONS={_folder["activations"]}",
                    Path.Combine(Repository.Host, "sparse"),
                    "record",
                    manifest,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private static (int Files, int New) Counts(string text)
    {
        var match = Regex.Match(text, @"in (\d+) files, (\d+) of them new");
        Assert.True(match.Success, text);
        return (
            int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)
        );
    }

    private string[] Files(string pattern) =>
        Directory.Exists(_folder["activations"]) ? Directory.GetFiles(_folder["activations"], pattern, SearchOption.AllDirectories) : [];

    private string Manifest()
    {
        var folder = Path.Combine(Repository.Root, "tests", "fixtures", "language-model");
        var text = File.ReadAllText(Path.Combine(folder, "addresses.txt"));
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat(text.TrimEnd('\n') + "\n<|endoftext|>\n", Copies)));
        return $$"""
            name: record
            seeds: 1
            source:
              use: language-model
              with:
                model: [{{folder}}/model/*.json, {{folder}}/model/*.safetensors]
                hook: blocks.1.mlp.hook_post
                text: [text.txt]
                context: 64
            autoencoder: { use: relu, features: 16 }
            training: { steps: 10, batch: 64, sample: 64 }
            evaluation: { samples: 64 }
            initializers: [orthogonal]
            metrics: [fvu]
            """;
    }
}
