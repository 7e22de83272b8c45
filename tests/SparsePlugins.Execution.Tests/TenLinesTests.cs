using System.Text.Json.Nodes;
using SparsePlugins.Specs;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>
/// The lines of numpy in docs/records.md ("Encoding and decoding with numpy"), one by one: with the texts and tensors of a weights file alone they give the
/// recorded FVU for every architecture that they name. They were run with numpy itself once; <see cref="WeightsFileTests"/> follows the formula instead.
/// </summary>
public sealed class TenLinesTests
{
    [Theory]
    [InlineData("use: relu, with: { l1: 0.02 }", "center: mean, scale: whiten")]
    [InlineData("use: relu, with: { l1: 0.02, decoder_bias: true }", "")]
    [InlineData("use: group-bias-adaptation, with: { adapt_after: 64, groups: 2 }", "center: mean")]
    [InlineData("use: top-k, with: { k: 3, decoder_bias: true }", "center: mean, scale: per-feature")]
    [InlineData("use: skip-top-k, with: { k: 3 }", "")]
    [InlineData("use: jump-relu, with: { sparsity: 0.01, decoder_bias: true }", "scale: unit-mean-norm")]
    [InlineData("use: gated, with: { l1: 0.02, decoder_bias: true }", "")]
    [InlineData("use: batch-top-k, with: { k: 3 }", "")]
    [InlineData("use: matryoshka, with: { k: 3, decoder_bias: true, prefixes: [0.5] }", "")]
    public void They_give_the_recorded_fvu(string autoencoder, string inputs)
    {
        using var scope = NewDisposeScope();
        using var bench = new Bench();
        var manifest = Manifest(autoencoder, inputs);
        var cohort = bench.Prepare(manifest).Pending[0].Cohort;
        bench.Run(manifest);
        var record = Assert.Single(bench.Ended);
        using var file = File.OpenRead(bench.Store.Weights.PathOf(record.Id));
        using var weights = SafetensorsReader.Read(file, CPU);
        using var data = CohortData.Open(
            cohort,
            bench.Plugins.Find(ComponentKind.Source, "faulty"),
            bench.Files,
            CPU,
            CancellationToken.None
        );
        var seen = cat([.. data.Evaluation]);

        var decoded = Reconstruct(data.Rows.Transform.Restore(seen), weights);

        var (x, reconstruction) = (seen.to_type(ScalarType.Float64), data.Rows.Transform.Replace(decoded).to_type(ScalarType.Float64));
        var fvu = ((x - reconstruction).square().sum() / (x - x.mean([0])).square().sum()).item<double>();
        Assert.Equal(record.Curves.Single(curve => curve.Measurement == "fvu").Values[^1], fvu, 1e-4);
    }

    private static Tensor Reconstruct(Tensor x, TensorBundle w)
    {
        var (texts, bias) = (w.Metadata, w.Get("decoder_bias"));
        var (center, scale) = (w.Find("input_center") ?? zeros(1), w.Find("input_scale") ?? ones(1));
        x = scale.dim() == 2 ? (x - center).mm(scale) : (x - center) * scale;
        var subtracted = texts["decoder_bias"] == "subtracted" ? bias : zeros(1);
        var pre = (x - subtracted).mm(w.Get("encoder_weight").t()) + w.Get("encoder_bias");
        var codes = Codes(pre, w, texts["architecture_name"], JsonNode.Parse(texts["architecture_options"])!.AsObject());
        var decoded = codes.mm(w.Get("decoder_weight")) + (texts["decoder_bias"] == "none" ? zeros(1) : bias);
        decoded = w.Find("skip_weight") is { } skip ? decoded + x.mm(skip.t()) : decoded;
        return (scale.dim() == 2 ? decoded.mm(w.Get("input_scale_inverse")) : decoded / scale) + center;
    }

    private static Tensor Codes(Tensor pre, TensorBundle w, string name, JsonObject options)
    {
        var codes = pre.clamp_min(0.0);
        switch (name)
        {
            case "jump-relu" or "batch-top-k" or "matryoshka":
                return codes * (pre > w.Get("threshold"));
            case "gated":
                var magnitude = ((pre - w.Get("encoder_bias")) * w.Get("magnitude_scale").exp()) + w.Get("magnitude_bias");
                return magnitude.clamp_min(0.0) * (pre > 0);
            case "top-k" or "skip-top-k":
                var kept = codes.argsort(dim: 1, descending: true).slice(1, 0, options["k"]!.GetValue<int>(), 1);
                return codes * zeros_like(codes).scatter(1, kept, ones_like(codes));
            default:
                Assert.Contains(name, (string[])["relu", "group-bias-adaptation"]);
                return codes;
        }
    }

    private static string Manifest(string autoencoder, string inputs) =>
        $$"""
            name: lines
            seeds: 1
            source: { use: faulty{{(inputs.Length > 0 ? ", " : "")}}{{inputs}} }
            autoencoder: { features: 8, {{autoencoder}} }
            training: { steps: 40, batch: 32, sample: 64 }
            evaluation: { every: 20, data_every: 20, samples: 100 }
            initializers: [data-sample]
            metrics: [fvu, l0]
            """;
}
