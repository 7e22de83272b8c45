using System.Text.RegularExpressions;

namespace SparsePlugins.Cli.Tests;

/// <summary><c>sparse features</c> of the built command.</summary>
public sealed class FeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_of_the_best_run_is_written_and_named()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Assert.Equal(0, Sparse.Run("run", manifest, "--set", "seeds=1", "--out", _folder["runs"]).ExitCode);

        var best = Sparse.Run("features", _folder["runs"]);
        Assert.Equal((0, $"{_folder["runs"]}/features.html\n"), (best.ExitCode, best.Out));
        Assert.Contains("begins with 'x'", Sparse.Run("features", _folder["runs"], "--run", "x").Error, StringComparison.Ordinal);
        var records = Directory.GetFiles(_folder["runs/runs"]).Select(Path.GetFileNameWithoutExtension).ToArray();
        var said = Regex.Match(
            best.Error,
            @"^the best of (\d+) runs by mmcs at the end \(0\.\d+\): .+, seed 1, run (\w{8}); --run ID shows another"
        );
        Assert.Equal($"{records.Length}", said.Groups[1].Value);
        Assert.Contains(records, id => id!.StartsWith(said.Groups[2].Value, StringComparison.Ordinal));
        Assert.Contains("\"frequencies\":[", File.ReadAllText(_folder["runs/features.html"]), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_stated_run_is_read_as_far_as_is_asked_for()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Assert.Equal(0, Sparse.Run("run", manifest, "--set", "seeds=1", "--out", _folder["runs"]).ExitCode);

        var id = Path.GetFileNameWithoutExtension(Directory.GetFiles(_folder["runs/runs"])[0]);
        var stated = Sparse.Run("features", _folder["runs"], "--run", id[..8], "--rows", "50", "--out", _folder["one.html"]);
        Assert.Equal((0, ""), (stated.ExitCode, stated.Error));
        Assert.Contains($"<dt>run</dt><dd>{id}</dd>", File.ReadAllText(_folder["one.html"]), StringComparison.Ordinal);
        Assert.Contains("<dt>held-out rows read</dt><dd>50</dd>", File.ReadAllText(_folder["one.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("no trained run has an id that begins with 'x'", "--run", "x")]
    [InlineData("--rows must be from 1 to 10000000", "--rows", "0")]
    public void What_is_not_there_is_refused(string message, string option, string value)
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Sparse.Run("run", manifest, "--set", "seeds=1", "--set", "training.steps=10", "--out", _folder["runs"]);

        var refused = Sparse.Run("features", _folder["runs"], option, value);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["runs/features.html"]));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_dictionary_of_another_tool_needs_a_manifest()
    {
        var peer = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", "dictionary-learning-jumprelu");
        var manifest = _folder.Write(
            "toy.yaml",
            new TinyManifest { Source = "{ use: toy-superposition, with: { activation_dim: 12, features: 16, active: 2 } }" }
        );

        var alone = Sparse.Run("features", peer, "--out", _folder["page.html"]);
        var with = Sparse.Run("features", peer, "--manifest", manifest, "--out", _folder["page.html"]);

        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("give a manifest with its source, --manifest FILE", alone.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (with.ExitCode, with.Error));
        Assert.Contains("<dt>features</dt><dd>20</dd>", File.ReadAllText(_folder["page.html"]), StringComparison.Ordinal);
    }
}
