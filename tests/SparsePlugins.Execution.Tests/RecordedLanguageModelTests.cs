using SparsePlugins.Contracts;
using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

/// <summary>A recording alone trains the dictionaries that the model and its text train, and measures them through the model as they do.</summary>
public sealed class RecordedLanguageModelTests : IDisposable
{
    private static readonly string Fixture = Path.Combine(Repository.Root, "tests", "fixtures", "language-model");

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Without_the_text_and_from_another_folder_dictionaries_and_losses_are_the_same_to_the_bit()
    {
        var text = _bench.Write("text.txt", File.ReadAllText(Path.Combine(Fixture, "addresses.txt")) + " " + _bench.PathOf(""));
        _bench.Run(Manifest($"language-model, with: {{ {Model}, text: [{text}], context: 32, tokens: 6000, skip_positions: 1 }}"));
        Directory.Move(Record(), _bench.PathOf("moved"));
        File.Delete(text);
        using var other = new Bench();
        other.Run(Manifest($"recorded-language-model, with: {{ {Model}, files: {_bench.PathOf("moved")}/*.safetensors }}"));

        var (live, recorded) = (InOrder(_bench), InOrder(other));
        Assert.Equal(["none", "worst-perplexity"], recorded.Select(record => record.Reinitializer));
        Assert.NotEmpty(recorded[1].Reinitializations);
        Assert.All(live.Zip(recorded), pair => AssertSame(pair.First, pair.Second, other));
    }

    private void AssertSame(RunRecord live, RunRecord recorded, Bench other)
    {
        Assert.Equal(_bench.TensorsOf(live.Id), other.TensorsOf(recorded.Id));
        Assert.Equal(live.Curves.Select(curve => curve.Measurement), recorded.Curves.Select(curve => curve.Measurement));
        Assert.Contains(recorded.Curves, curve => curve.Measurement == "loss-recovered" && curve.Values[^1] > 0);
        Assert.Contains(recorded.Curves, curve => curve.Measurement == "kl" && curve.Values[^1] > 0);
        Assert.All(live.Curves.Zip(recorded.Curves), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    /// <summary>The folder of the recording of the last manifest.</summary>
    private string Record()
    {
        var spec = _bench.Load(File.ReadAllText(_bench.PathOf("manifest.yaml"))).Result.Plan!.Cohorts[0].Source;
        using var context = new ComponentContext(TorchSharp.torch.CPU, new RandomSeed(1), CancellationToken.None);
        var recording = _bench.Plugins.Find(spec.Kind, spec.Name).Create<IRecordingSource>(spec, _bench.Files).Record(context);
        Assert.Equal(0, recording.NewFiles);
        return recording.Folder;
    }

    private static string Model => $"model: [{Fixture}/model/*.json, {Fixture}/model/*.safetensors], hook: blocks.0.hook_resid_post";

    private static RunRecord[] InOrder(Bench bench) => [.. bench.Ended.OrderBy(record => record.Reinitializer, StringComparer.Ordinal)];

    private static string Manifest(string source) =>
        $$"""
            name: model
            seeds: 1
            source: { use: {{source}} }
            autoencoder: { use: top-k, features: 64, with: { k: 4 } }
            training: { steps: 100, batch: 64, sample: 256 }
            evaluation: { samples: 100 }
            initializers: [data-sample]
            reinitializers: [none, { use: worst-perplexity, every: 40, dead_after: 640 }]
            metrics: [fvu, { use: loss-recovered, with: { contexts: 4 } }, { use: kl, with: { contexts: 4 } }]
            """;
}
