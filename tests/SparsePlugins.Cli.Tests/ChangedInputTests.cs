using System.Text.Json;

namespace SparsePlugins.Cli.Tests;

/// <summary>Data that changes while a sweep runs, by the real command, with and without child processes.</summary>
[Trait("Category", "Long")]
public sealed class ChangedInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("--jobs=1", 2)]
    [InlineData("--isolate", 1)]
    public void Its_runs_fail_the_others_complete_and_the_report_is_written(string option, int seeds)
    {
        WriteRows("a.npy");
        WriteRows("b.npy");
        _folder.Write("writes.cs", Writer);
        var manifest = _folder.Write("m.yaml", Manifest);
        var answer = Sparse.Run("run", manifest, "--out", _folder["out"], "--json", "--set", $"seeds={seeds}", option);

        Assert.Equal(1, answer.ExitCode);
        using var json = JsonDocument.Parse(answer.Out);
        var counts = json.RootElement;
        Assert.Equal((2 * seeds, seeds, seeds), (Count("runs"), Count("finished"), Count("failed")));
        Assert.Contains("failed: a.npy changed since planning (length ", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("plugin was changed", answer.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/report.md"]));

        int Count(string name) => counts.GetProperty(name).GetInt32();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>An initializer that appends to a file beside the one it stands for, as a recorder does that still writes.</summary>
    private string Writer =>
        $$"""
            using System.IO;
            using SparsePlugins.Contracts;
            using static TorchSharp.torch;

            /// <summary>Random directions.</summary>
            /// <remarks>Source: nobody.</remarks>
            [Component("writes")]
            public sealed class Writes : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    File.AppendAllText("{{_folder["a.npy"]}}", "x");
                    var directions = randn(shape.Features, shape.ActivationDim, device: context.Device, generator: context.Random);
                    return AutoencoderWeights.FromDirections(directions, sample, new InitializerOptions(), context);
                }
            }
            """;

    private const string Manifest = """
        name: changing
        seeds: 1
        plugins: [writes.cs]
        source: { use: recorded-activations, with: { files: { each: [[a.npy], [b.npy]] } } }
        autoencoder: { use: relu, features: 8, with: { l1: 0.06 } }
        training: { steps: 20, batch: 16, sample: 32 }
        evaluation: { every: 10, data_every: 20, samples: 12 }
        initializers: [writes]
        metrics: [l0, fvu]
        """;

    private void WriteRows(string name) => File.WriteAllBytes(_folder[name], NpyFile.Uniform(rows: 60, columns: 4, seed: name[0]));
}
