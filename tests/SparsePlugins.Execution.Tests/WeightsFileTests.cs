using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SparsePlugins.Specs;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Who has a weights file and nothing else can compute with it: its texts are followed here, and give what the record says.</summary>
public sealed partial class WeightsFileTests
{
    public static TheoryData<string, string> Architectures() =>
        new()
        {
            { "use: relu, with: { l1: 0.06 }", "codes = relu(x @ encoder_weight.T + encoder_bias); x_hat = codes @ decoder_weight" },
            {
                "use: relu, with: { l1: 0.06, decoder_bias: true }",
                "codes = relu((x - decoder_bias) @ encoder_weight.T + encoder_bias); x_hat = codes @ decoder_weight + decoder_bias"
            },
            {
                "use: top-k, with: { k: 3 }",
                "codes = topk_3(relu(x @ encoder_weight.T + encoder_bias)); x_hat = codes @ decoder_weight; " + Keeps(3)
            },
            {
                "use: top-k, with: { k: 4, aux_dead_after: 100, decoder_bias: true }",
                "codes = topk_4(relu((x - decoder_bias) @ encoder_weight.T + encoder_bias)); x_hat = codes @ decoder_weight + decoder_bias; "
                    + Keeps(4)
            },
            {
                "use: top-k, with: { k: 8 }",
                "codes = topk_8(relu(x @ encoder_weight.T + encoder_bias)); x_hat = codes @ decoder_weight; " + Keeps(8)
            },
        };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_formula_gives_the_recorded_fvu(string autoencoder, string formula)
    {
        using var bench = new Bench();
        var cohort = bench.Prepare(Manifest(autoencoder)).Pending[0].Cohort;
        bench.Run(Manifest(autoencoder));
        var record = Assert.Single(bench.Ended);
        using var file = File.OpenRead(bench.Store.Weights.PathOf(record.Id));
        using var weights = SafetensorsReader.Read(file, CPU);
        var source = bench.Plugins.Find(ComponentKind.Source, "faulty");
        using var data = CohortData.Open(cohort, source, bench.Files, CPU, CancellationToken.None);
        var x = cat([.. data.Evaluation]).to_type(ScalarType.Float64);

        Assert.Equal(formula, weights.Metadata["formula"]);
        var recorded = JsonNode.Parse(weights.Metadata["measurements"])!["fvu"]!.GetValue<double>();
        Assert.Equal(record.Curves.Single(curve => curve.Measurement == "fvu").Values[^1], recorded);
        Assert.Equal(recorded, Fvu(x, Reconstruct(x, weights.Metadata["formula"], weights)), 1e-6);
    }

    [Fact]
    public void It_says_what_the_tensors_are_which_versions_made_them_and_what_was_measured_on_which_rows()
    {
        using var bench = new Bench();
        bench.Run(Manifest("use: top-k, with: { k: 3 }"));
        var record = Assert.Single(bench.Ended);
        using var file = File.OpenRead(bench.Store.Weights.PathOf(record.Id));
        using var weights = SafetensorsReader.Read(file, CPU);
        var texts = weights.Metadata;

        Assert.Contains("decoder_weight [F, D], row f is the direction of feature f", texts["layout"], StringComparison.Ordinal);
        Assert.EndsWith("; decoder_bias [D], not part of this architecture", texts["layout"], StringComparison.Ordinal);
        Assert.Equal(
            $$$"""{"sparse":"test","contracts":"{{{typeof(Contracts.AutoencoderWeights).Assembly.GetName().Version!.ToString(3)}}}","libtorch":"2.10","torchsharp":"0.107","dotnet":"10","arithmetic":""}""",
            texts["versions"]
        );
        Assert.StartsWith("{\"rows\":100,", texts["evaluation"], StringComparison.Ordinal);
        Assert.Contains("\"source\":{\"use\":\"faulty\"", texts["evaluation"], StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { "fvu", "fvu-cosine", "l0", "loss" },
            JsonNode.Parse(texts["measurements"])!.AsObject().Select(one => one.Key).ToHashSet()
        );
        Assert.Equal((record.Id, "1"), (texts["run"], texts["seed"]));
    }

    private static string Keeps(int k) =>
        $"topk_{k} keeps the {k} largest of a row, of equal ones that of the lower feature, and makes the others 0";

    private static double Fvu(Tensor x, Tensor reconstruction) =>
        ((x - reconstruction).square().sum() / (x - x.mean([0])).square().sum()).item<double>();

    /// <summary>Follows the formula.</summary>
    private static Tensor Reconstruct(Tensor x, string formula, TensorBundle weights)
    {
        var parts = Formula().Match(formula);
        Assert.True(parts.Success, formula);
        Tensor Of(string name) => weights.Get(name).to_type(ScalarType.Float64);
        var input = parts.Groups["centre"].Success ? x - Of("decoder_bias") : x;
        var codes = (input.mm(Of("encoder_weight").t()) + Of("encoder_bias")).clamp_min(0.0);
        if (parts.Groups["k"] is { Success: true, Value: var k })
        {
            codes = LargestOf(codes, int.Parse(k, CultureInfo.InvariantCulture));
        }

        var reconstruction = codes.mm(Of("decoder_weight"));
        return parts.Groups["bias"].Success ? reconstruction + Of("decoder_bias") : reconstruction;
    }

    private static Tensor LargestOf(Tensor codes, int k)
    {
        var kept = zeros_like(codes);
        for (long row = 0; row < codes.shape[0]; row++)
        {
            var values = codes[row].data<double>().ToArray();
            foreach (var feature in Enumerable.Range(0, values.Length).OrderByDescending(f => values[f]).ThenBy(f => f).Take(k))
            {
                kept[row, feature] = values[feature];
            }
        }

        return kept;
    }

    [GeneratedRegex(
        @"^codes = (topk_(?<k>\d+)\()?relu\((x|(?<centre>\(x - decoder_bias\))) @ encoder_weight\.T \+ encoder_bias\)\)?; x_hat = codes @ decoder_weight(?<bias> \+ decoder_bias)?(; topk_.*)?$"
    )]
    private static partial Regex Formula();

    private static string Manifest(string autoencoder) =>
        $$"""
            name: weights
            seeds: 1
            source: { use: faulty }
            autoencoder: { features: 8, {{autoencoder}} }
            training: { steps: 40, batch: 32, sample: 64 }
            evaluation: { every: 20, data_every: 20, samples: 100 }
            initializers: [data-sample]
            metrics: [fvu, l0]
            """;
}
