using System.Text.Json.Nodes;
using SparsePlugins.Formats;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Interchange;
using SparsePlugins.Records;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Tests;

public sealed class SeedAgreementTests : IDisposable
{
    private readonly Bench _bench = new();

    /// <summary>Seeds that all end at the truth, which <c>world_seed</c> makes the same, agree; random dictionaries of other directions don't.</summary>
    [Fact]
    public void Seeds_of_one_world_agree_and_the_report_says_how_far()
    {
        var world = "{ use: toy-superposition, with: { activation_dim: 8, features: 8, active: 1, world_seed: 1 } }";
        var manifest = new TinyManifest
        {
            Seeds = 3,
            Source = world,
            Autoencoder = "{ use: relu, features: 8, with: { l1: 0.03 } }",
            Steps = "1500",
            Training = "learning_rate: 0.01",
            Initializers = "[data-sample]",
            Evaluation = "every: 500, data_every: 500, samples: 100",
        };
        _bench.Run(manifest);
        var experiment = _bench.Store.ReadExperiment()!;
        var agreement = SeedAgreement.Of(_bench.Store, experiment, (_, _) => { });
        _bench.Store.Write(agreement);

        Assert.Equal(3, agreement.Pairs.Count);
        Assert.All(agreement.Pairs, pair => Assert.InRange(pair.Cosine, 0.8, 1)); // Independent ones of 8 dimensions: about 0.5.
        Assert.Equal(agreement.Pairs, _bench.Store.TryReadAgreement()!.Pairs);
        var report = Report.Make(experiment, _bench.Store.ReadRecords(experiment), agreement);
        Assert.Contains("## Agreement between seeds", ReportFormat.Markdown.Files(report)[0].Content, StringComparison.Ordinal);
        var row = JsonNode.Parse(ReportFormat.Json.Files(report)[0].Content)!["agreement"]!.AsArray().Single()!;
        Assert.Equal(agreement.Pairs.Average(pair => pair.Cosine), (double)row["cosine"]!["mean"]!, 1e-9);
    }

    /// <summary>Two trainings that both recover the true features of one world have the same features, up to their order.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Seeds_that_recover_one_world_agree_at_0_99()
    {
        var manifest = new TinyManifest
        {
            Source = "{ use: toy-superposition, with: { activation_dim: 64, features: 64, active: 2, decay: 1, world_seed: 1 } }",
            Autoencoder = "{ use: relu, features: 64, with: { l1: 0.06 } }",
            Steps = "3000",
            Training = "learning_rate: 0.003, decay: linear",
            Initializers = "[data-sample]",
            Evaluation = "every: 500, data_every: 1000, samples: 2000",
            More = "agreement: true",
        }
            .ToString()
            .Replace("batch: 32, sample: 64", "batch: 512, sample: 4096", StringComparison.Ordinal);
        _bench.Run(manifest);
        var experiment = _bench.Store.ReadExperiment()!;

        Assert.All(_bench.Ended, run => Assert.True(run.Curves.Single(curve => curve.Measurement == "mmcs").Values[^1] >= 0.99));
        var pair = Assert.Single(SeedAgreement.Of(_bench.Store, experiment, (_, _) => { }).Pairs);
        Assert.InRange(pair.Cosine, 0.99, 1 + 1e-6);
    }

    /// <summary>What is compared already isn't compared again, and a comparison that is stopped keeps what it has.</summary>
    [Fact]
    public void Pairs_that_are_known_are_kept_and_only_the_others_compared()
    {
        _bench.Run(new TinyManifest { Seeds = 3, Initializers = "[data-sample]" });
        var experiment = _bench.Store.ReadExperiment()!;
        var whole = SeedAgreement.Of(_bench.Store, experiment, (_, _) => { });
        var known = new AgreementRecord([whole.Pairs[0], whole.Pairs[2]]);
        var announced = new List<(int Done, int Total)>();

        Assert.Equal(whole.Pairs, SeedAgreement.Of(_bench.Store, experiment, (done, total) => announced.Add((done, total)), known).Pairs);
        Assert.Equal([(0, 1)], announced);
        Assert.Equal(
            known.Pairs,
            SeedAgreement.Of(_bench.Store, experiment, (_, _) => { }, known, stop: new CancellationToken(true)).Pairs
        );
    }

    [Fact]
    public void Weights_that_are_damaged_leave_out_their_pairs_alone()
    {
        _bench.Run(new TinyManifest { Seeds = 3, Initializers = "[data-sample]" });
        var experiment = _bench.Store.ReadExperiment()!;
        var whole = SeedAgreement.Of(_bench.Store, experiment, (_, _) => { });
        var damaged = whole.Pairs[0].First;
        File.WriteAllBytes(_bench.Store.Weights.PathOf(damaged), [1, 2, 3]);
        var refused = new List<InterchangeException>();

        var pairs = SeedAgreement.Of(_bench.Store, experiment, (_, _) => { }, refused: refused.Add).Pairs;

        Assert.Equal(whole.Pairs.Where(pair => pair.First != damaged && pair.Second != damaged), pairs);
        Assert.Equal(2, refused.Count);
        Assert.Throws<InterchangeException>(() => SeedAgreement.Of(_bench.Store, experiment, (_, _) => { }));
    }

    [Fact]
    public void Without_weights_there_is_nothing_to_compare_and_the_manifest_is_refused()
    {
        var path = _bench.Write("manifest.yaml", new TinyManifest { More = "agreement: true" });
        var settings = new RunSettings(path) { KeepsWeights = false, Folder = _bench.Folder };
        using var experiment = Experiment.Open(settings, ManifestText.Read(path, []), _bench.Plugins, _bench, CancellationToken.None);

        var problem = Assert.Single(experiment.Manifest.Result.Problems);
        Assert.Equal("agreement", problem.Path);
        Assert.Contains("--no-weights doesn't save", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>The label of a source as a weights file has it, and the folder that an export names.</summary>
    [Theory]
    [InlineData("language-model(model=[models/gpt2/*.json,models/gpt2/*.safetensors],hook=blocks.3.hook_resid_post)", "gpt2")]
    [InlineData("language-model(model=../pythia/config.json,hook=blocks.0.hook_mlp_out)", "pythia")]
    [InlineData(
        "recorded-language-model(hook=blocks.0.hook_mlp_out,files=rec/*.safetensors,model=[pythia/*.json,pythia/*.safetensors])",
        "pythia"
    )]
    [InlineData("toy-superposition", "")]
    public void An_export_names_the_language_model(string source, string model)
    {
        var texts = new Dictionary<string, string>
        {
            ["source"] = source,
            ["spec"] = """{"source":{"use":"language-model","with":{"hook":"blocks.3.hook_resid_post"}}}""",
        };
        var origin = new DictionaryOrigin(Tool.SparsePlugins, "", "relu", "F32");
        var dictionary = new PortableDictionary("relu", new JsonObject(), new Dictionary<string, NumberArray>(), origin);

        var found = Provenance.WithHook(dictionary, texts).Origin;
        Assert.Equal((model, "blocks.3.hook_resid_post"), (found.Model, found.Hook));
    }

    public void Dispose() => _bench.Dispose();
}
