using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Interchange.Tests;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Who has an exported folder and nothing else measures what the record says, whatever training did to its inputs.</summary>
public sealed class ExportedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("use: relu, with: { l1: 0.06 }", "")]
    [InlineData("use: relu, with: { l1: 0.02, decoder_bias: true, unit_decoder: false }", "center: mean, scale: per-feature")]
    [InlineData("use: relu, with: { l1: 0.02, decoder_bias: true }", "center: mean, scale: whiten")]
    [InlineData("use: top-k, with: { k: 3 }", "center: mean, scale: unit-mean-norm")]
    [InlineData("use: top-k, with: { k: 3, decoder_bias: true }", "center: mean, scale: per-feature")]
    [InlineData("use: jump-relu, with: { sparsity: 0.01, decoder_bias: true }", "scale: per-feature")]
    [InlineData("use: gated, with: { l1: 0.02, decoder_bias: true }", "center: mean, scale: per-feature")]
    [InlineData("use: batch-top-k, with: { k: 3 }", "center: mean, scale: unit-mean-norm")]
    [InlineData("use: matryoshka, with: { k: 3, decoder_bias: true, prefixes: [0.5] }", "")]
    [InlineData("use: group-bias-adaptation, with: { adapt_after: 64, groups: 2 }", "center: mean")]
    public void SAELens_measures_what_the_record_says(string autoencoder, string inputs)
    {
        using var scope = NewDisposeScope();
        using var bench = new Bench();
        var manifest = Manifest(autoencoder, inputs);
        var cohort = bench.Prepare(manifest).Pending[0].Cohort;
        bench.Run(manifest);
        var record = Assert.Single(bench.Ended);
        using var raw = CohortData.Open(
            cohort,
            bench.Plugins.Find(ComponentKind.Source, "faulty"),
            bench.Files,
            CPU,
            CancellationToken.None
        );
        var seen = cat([.. raw.Evaluation]); // As the autoencoder sees them.
        var folder = _folder["exported"];

        new Publication(Tool.SaeLens, "exported").Write(bench.Store.Weights.PathOf(record.Id), folder);

        var exported = FieldReader.SaeLens(folder);
        var transform = raw.Rows.Transform;
        var x = transform.Restore(seen);
        var passes = Enumerable.Range(0, (int)x.shape[0]).Select(row => exported.RunSaeLens(x[row].data<float>().ToArray())).ToArray();
        var decoded = stack(passes.Select(pass => tensor(pass.Reconstruction.Select(value => (float)value).ToArray())).ToArray());
        Assert.Equal(Last("l0"), passes.Average(pass => (double)pass.Codes.Count(code => code != 0)), 1e-2); // A row on an edge may go either way.
        Assert.Equal(Last("fvu"), Fvu(seen.to_type(ScalarType.Float64), transform.Replace(decoded).to_type(ScalarType.Float64)), 1e-4);

        double Last(string name) => record.Curves.Single(curve => curve.Measurement == name).Values[^1];
    }

    private static double Fvu(Tensor x, Tensor reconstruction) =>
        ((x - reconstruction).square().sum() / (x - x.mean([0])).square().sum()).item<double>();

    private static string Manifest(string autoencoder, string inputs) =>
        $$"""
            name: exported
            seeds: 1
            source: { use: faulty{{(inputs.Length > 0 ? ", " : "")}}{{inputs}} }
            autoencoder: { features: 8, {{autoencoder}} }
            training: { steps: 40, batch: 32, sample: 64 }
            evaluation: { every: 20, data_every: 20, samples: 100 }
            initializers: [data-sample]
            metrics: [fvu, l0]
            """;
}
