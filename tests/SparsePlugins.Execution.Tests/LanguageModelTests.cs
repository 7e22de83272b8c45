using SparsePlugins.Inputs;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Metrics of a language model: they get the model of the source, and see through what is done to its rows.</summary>
public sealed class LanguageModelTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Losses_of_the_model_itself_do_not_depend_on_what_is_done_to_rows()
    {
        var raw = Train("");
        var whitened = Train("center: mean, scale: whiten");
        foreach (var name in new[] { "loss-recovered-clean", "loss-recovered-zero", "loss-recovered-mean", "kl-zero" })
        {
            Assert.Equal(End(raw, name), End(whitened, name), 1e-9);
        }

        Assert.NotEqual(End(raw, "loss-recovered"), End(whitened, "loss-recovered"), 1e-9);
        Assert.InRange(End(raw, "loss-recovered"), 0.3, 1);
        Assert.InRange(End(whitened, "loss-recovered"), 0.3, 1);
        Assert.True(End(raw, "kl") < End(raw, "kl-zero"));
    }

    [Fact]
    public void A_metric_of_the_model_is_refused_where_the_source_has_none()
    {
        var problems = _bench.Load(new TinyManifest { Metrics = "[mmcs, l0, fvu, kl]" }).Result.Problems;
        Assert.Equal(
            "'kl' needs the language model that the data comes from, which the source 'toy-superposition' doesn't offer; "
                + "remove the metric, or use a source that offers this: language-model, recorded-language-model",
            Assert.Single(problems).Message
        );
    }

    [Theory]
    [InlineData("mean", "none")]
    [InlineData("none", "unit-mean-norm")]
    [InlineData("geometric-median", "per-feature")]
    [InlineData("mean", "whiten")]
    public void What_is_done_to_rows_is_undone(string center, string scale)
    {
        using var scope = NewDisposeScope();
        var rows = randn(200, 6) * tensor(new float[] { 1, 2, 3, 4, 5, 6 }) + 3;
        var cohort = _bench.Prepare(Manifest($"center: {center}, scale: {scale}")).Pending[0].Cohort;
        using var transform = InputTransform.Fit(cohort.Inputs, rows, CancellationToken.None);
        var changed = transform.Replace(rows.clone());
        Assert.True((changed - rows).abs().max().item<float>() > 0.1);
        Assert.True((transform.Restore(changed) - rows).abs().max().item<float>() < 1e-4);
    }

    private static double End(RunRecord record, string name) => record.Curves.Single(curve => curve.Measurement == name).Values[^1];

    private RunRecord Train(string inputs)
    {
        _bench.Run(Manifest(inputs), fresh: true);
        return _bench.Ended[^1];
    }

    private static string Manifest(string inputs) =>
        $$"""
            name: model
            seeds: 1
            source: {{LanguageModelSource.Of(tokens: 6000, inputs: inputs)}}
            autoencoder: { use: top-k, features: 64, with: { k: 8 } }
            training: { steps: 100, batch: 64, sample: 256 }
            evaluation: { samples: 100 }
            initializers: [data-sample]
            metrics: [{ use: loss-recovered, with: { contexts: 4 } }, { use: kl, with: { contexts: 4 } }]
            """;
}
