using System.Text.Json.Nodes;

namespace SparsePlugins.Cli.Tests;

/// <summary><c>sparse import</c> and <c>sparse export</c> of the built command.</summary>
public sealed class ExchangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_import_says_what_it_is_and_is_exported_to_another_tool()
    {
        var peer = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", "dictionary-learning-jumprelu");
        var import = Sparse.Run("import", peer, "--to", _folder["in"], "--json");
        var described = JsonNode.Parse(import.Out)!;
        Assert.Equal("dictionary_learning", (string?)described["tool"]);
        Assert.Equal("JumpReluAutoEncoder", (string?)described["tool_architecture"]);
        Assert.Equal("jump-relu", (string?)described["architecture"]);
        Assert.Equal((20, 12, "F32"), ((int)described["features"]!, (int)described["activation_dim"]!, (string?)described["data_type"]));
        Assert.Equal(("toy-12", "resid_post_layer_3"), ((string?)described["model"], (string?)described["hook"]));

        var export = Sparse.Run("export", (string)described["written"]!, "--format", "saelens", "--to", _folder["out"]);
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        var settings = JsonNode.Parse(File.ReadAllText(_folder["out/cfg.json"]))!;
        Assert.Equal(("jumprelu", "resid_post_layer_3"), ((string?)settings["architecture"], (string?)settings["metadata"]!["hook_name"]));
    }

    [Fact]
    public void What_is_there_already_is_neither_mixed_with_nor_overwritten()
    {
        var peer = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", "dictionary-learning-jumprelu");
        var written = (string)JsonNode.Parse(Sparse.Run("import", peer, "--to", _folder["in"], "--json").Out)!["written"]!;
        Assert.Equal(0, Sparse.Run("export", written, "--format", "saelens", "--to", _folder["out"]).ExitCode);

        var mixed = Sparse.Run("export", written, "--format", "dictionary-learning", "--to", _folder["out"]);
        Assert.Equal(3, mixed.ExitCode);
        Assert.Contains("holds a dictionary of SAELens", mixed.Error, StringComparison.Ordinal);
        var again = Sparse.Run("import", peer, "--to", _folder["in"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already; give --to another folder, or remove it", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_best_run_and_all_runs_are_published_with_their_cards()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Sparse.Run("run", manifest, "--out", _folder["runs"]);
        var best = Sparse.Run("export", _folder["runs"], "--format", "dictionary-learning", "--best", "--to", _folder["best"]);
        var all = Sparse.Run("export", _folder["runs"], "--format", "saelens", "--all", "--to", _folder["all"]);
        var refused = Sparse.Run("export", _folder["runs"], "--format", "sparsify", "--all", "--to", _folder["none"]);

        Assert.Equal(0, best.ExitCode);
        Assert.True(File.Exists(_folder["best/ae.pt"]));
        Assert.Equal(0, all.ExitCode);
        var index = JsonNode.Parse(File.ReadAllText(_folder["all/index.json"]))!.AsArray();
        Assert.Equal(6, index.Count);
        var card = File.ReadAllText(_folder[$"all/{index[0]!["folder"]}/README.md"]);
        Assert.Contains("library_name: saelens", card, StringComparison.Ordinal);
        Assert.Contains("SAE.load_from_disk", card, StringComparison.Ordinal);
        Assert.Contains("| mmcs | 0.", card, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "sparsify keeps a fixed number of codes of each row, which 'relu' doesn't",
            refused.Error,
            StringComparison.Ordinal
        );
    }

    /// <summary>After a few steps the rows are still those of the other tool, which `agree` reads from its own folder.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Training_starts_from_an_imported_dictionary()
    {
        var peer = Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", "dictionary-learning-jumprelu");
        Sparse.Run("import", peer, "--to", _folder["in"]);
        var manifest = _folder.Write(
            "start.yaml",
            new TinyManifest
            {
                Source = "{ use: toy-superposition, with: { activation_dim: 12, features: 16, active: 2 } }",
                Autoencoder = "{ use: jump-relu, features: 20, with: { decoder_bias: true } }",
                Initializers = "[{ use: from-dictionary, with: { file: in/dictionary-learning-jumprelu.safetensors } }]",
                Seeds = 1,
                Steps = "5",
            }
        );
        Assert.Equal(0, Sparse.Run("run", manifest, "--out", _folder["runs"]).ExitCode);
        var agreed = JsonNode.Parse(Sparse.Run("agree", _folder["runs"], peer, "--json").Out)!.AsArray();
        Assert.InRange((double)Assert.Single(agreed)!["mean_cosine"]!, 0.98, 1);
    }

    [Fact]
    public void A_folder_of_no_known_tool_is_refused_in_one_sentence()
    {
        Directory.CreateDirectory(_folder["empty"]);
        var refused = Sparse.Run("import", _folder["empty"]);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("holds no dictionary of a known tool", refused.Error, StringComparison.Ordinal);
        Assert.Single(refused.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_folder_that_is_not_there_is_named() =>
        Assert.Contains("there is no such folder", Sparse.Run("import", _folder["nowhere"]).Error, StringComparison.Ordinal);
}
