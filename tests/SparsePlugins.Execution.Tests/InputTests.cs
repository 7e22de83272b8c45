using System.Text.Json.Nodes;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Runs on rows that are centered and scaled: they equal runs on rows that were changed by hand, and their weights files take raw rows.</summary>
public sealed class InputTests : IDisposable
{
    private const int Width = 6;
    private static readonly string[] Names = ["encoder_weight", "encoder_bias", "decoder_weight", "decoder_bias"];
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Centering_trains_what_a_file_of_rows_that_were_centered_by_hand_trains()
    {
        var rows = Rows();
        var center = MeanOf(Sample(rows));
        var byKey = Train(rows, "center: mean");
        var byHand = Train([.. rows.Select(row => row.Select((value, column) => value - (float)center[column]).ToArray())], "");

        Assert.NotEqual(Curves(Train(rows, "")), Curves(byHand));
        Assert.Equal(Curves(byHand), Curves(byKey));
        Assert.Equal(Parameters(byHand), Parameters(byKey));
    }

    [Fact]
    public void Unit_mean_norm_trains_what_a_file_of_rows_that_were_scaled_by_hand_trains()
    {
        var rows = Rows();
        var factor = 1 / Sample(rows).Average(row => Math.Sqrt(row.Sum(value => (double)value * value)));
        var byKey = Train(rows, "scale: unit-mean-norm");
        var byHand = Train([.. rows.Select(row => row.Select(value => value * (float)factor).ToArray())], "");

        Assert.NotEqual(Curves(Train(rows, "")), Curves(byHand));
        Assert.All(Curves(byHand).Zip(Curves(byKey)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData("center: mean", "x = x - input_center; ", "; x_hat = x_hat + input_center")]
    [InlineData("scale: unit-mean-norm", "x = (x) * input_scale; ", "; x_hat = x_hat / input_scale")]
    [InlineData(
        "center: geometric-median, scale: per-feature",
        "x = (x - input_center) * input_scale; ",
        "; x_hat = x_hat / input_scale + input_center"
    )]
    [InlineData(
        "center: mean, scale: whiten",
        "x = (x - input_center) @ input_scale; ",
        "; x_hat = x_hat @ input_scale_inverse + input_center"
    )]
    public void A_weights_file_takes_rows_as_the_source_gives_them(string inputs, string before, string after)
    {
        var record = Train(Rows(), inputs);
        using var weights = Weights(record);
        using var scope = NewDisposeScope();
        var x = Evaluation("").to_type(ScalarType.Float64);
        Tensor Of(string name) => weights.Get(name).to_type(ScalarType.Float64);
        var centered = before.Contains("input_center", StringComparison.Ordinal) ? x - Of("input_center") : x;
        var input =
            before.Contains('@') ? centered.mm(Of("input_scale"))
            : before.Contains('*') ? centered * Of("input_scale")
            : centered;
        var codes = ((input - Of("decoder_bias")).mm(Of("encoder_weight").t()) + Of("encoder_bias")).clamp_min(0.0);
        var reconstruction = codes.mm(Of("decoder_weight")) + Of("decoder_bias");
        var back =
            before.Contains('@') ? reconstruction.mm(Of("input_scale_inverse"))
            : before.Contains('*') ? reconstruction / Of("input_scale")
            : reconstruction;
        var raw = before.Contains("input_center", StringComparison.Ordinal) ? back + Of("input_center") : back;

        const string Relu =
            "codes = relu((x - decoder_bias) @ encoder_weight.T + encoder_bias); x_hat = codes @ decoder_weight + decoder_bias";
        Assert.Equal(before + Relu + after, weights.Metadata["formula"]);
        Assert.EndsWith(", applied to x before encoding", weights.Metadata["layout"], StringComparison.Ordinal);
        var recorded = JsonNode.Parse(weights.Metadata["measurements"])!;
        Assert.Equal(recorded["fvu"]!.GetValue<double>(), Fvu(input, reconstruction), 1e-6);
        Assert.Equal(recorded["l0"]!.GetValue<double>(), codes.ne(0.0).sum().item<long>() / (double)x.shape[0], 0.02);
        if (!inputs.Contains("per-feature", StringComparison.Ordinal) && !inputs.Contains("whiten", StringComparison.Ordinal))
        {
            Assert.Equal(Fvu(input, reconstruction), Fvu(x, raw), 1e-6); // One number for all values leaves it as it is.
        }

        Assert.True(Fvu(x, raw) < 1);
    }

    private static double Fvu(Tensor x, Tensor reconstruction) =>
        ((x - reconstruction).square().sum() / (x - x.mean([0])).square().sum()).item<double>();

    [Fact]
    public void A_run_that_was_stopped_resumes_with_the_same_statistics()
    {
        var whole = RecordJson.WithoutTimings(RecordJson.Write(Train(Rows(), "center: mean, scale: whiten")));
        using var bench = new Bench { StopAtStep = 16 };
        bench.WriteRows("x.npy", Rows());
        Assert.Throws<OperationCanceledException>(() => bench.Run(Manifest("center: mean, scale: whiten", steps: 64)));
        bench.StopAtStep = long.MaxValue;
        bench.Run(Manifest("center: mean, scale: whiten", steps: 64));

        Assert.NotEmpty(bench.ResumedFrom);
        Assert.Equal(whole, RecordJson.WithoutTimings(RecordJson.Write(Assert.Single(bench.Ended))));
    }

    [Fact]
    public void The_record_says_what_was_done()
    {
        var rows = Rows();
        var facts = Train(rows, "center: mean, scale: unit-mean-norm").Data!.Inputs!;
        var mean = MeanOf(Sample(rows));
        var factor = 1 / Sample(rows).Average(row => Math.Sqrt(row.Select((value, column) => Math.Pow(value - mean[column], 2)).Sum()));

        Assert.Equal(("mean", "unit-mean-norm"), (facts.Center, facts.Scale));
        Assert.Equal(Math.Sqrt(mean.Sum(value => value * value)), facts.CenterLength, 1e-6);
        Assert.Equal(factor, facts.SmallestFactor, 1e-6);
        Assert.Equal(factor, facts.LargestFactor, 1e-6);
        Assert.Null(Train(rows, "").Data!.Inputs);
    }

    [Fact]
    public void Activations_far_from_zero_are_said_to_be_until_they_are_centered()
    {
        var rows = Rows();
        var sample = Sample(rows);
        var mean = MeanOf(sample);
        var variance = sample.Average(row => row.Select((value, column) => Math.Pow(value - mean[column], 2)).Sum());
        var lengths = sample.Select(row => Math.Sqrt(row.Sum(value => (double)value * value))).Order().ToArray();
        var (raw, centered) = (Train(rows, "").Data!, Train(rows, "center: geometric-median").Data!);

        Assert.Equal(Math.Sqrt(mean.Sum(value => value * value) / variance), raw.Sample!.Gamma, 1e-9);
        Assert.Equal((64, lengths[31], lengths[63]), (raw.Sample.Rows, raw.Sample.MedianLength, raw.Sample.LongestLength));
        Assert.Equal(raw.Sample, centered.Sample);
        Assert.StartsWith(
            "gamma = |mean| / |std| of the activations is above 1",
            Assert.Single(raw.Notes, IsAboutGamma),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(centered.Notes, IsAboutGamma);
        static bool IsAboutGamma(string note) => note.Contains("gamma", StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_vary_are_not_scaled_by_what_they_lack()
    {
        var record = Train([.. Enumerable.Repeat(new float[] { 1, 2, 3, 4, 5, 6 }, 300)], "scale: per-feature");

        Assert.True(record.Outcome.IsFailed);
        Assert.EndsWith(": source.scale can't be per-feature: all rows of the sample are equal", record.Message, StringComparison.Ordinal);
    }

    /// <summary>Sums of these are exact in any order: whole multiples of 1/64, of one length and far from 0.</summary>
    private static float[][] Rows() =>
        [
            .. NpyFile
                .Normal(400, Width)
                .Select(row => row.Select((value, column) => MathF.Round(64 * (value * (column + 1) + 2 * column)) / 64).ToArray()),
        ];

    /// <summary>[N][D] the rows that initializers see without any key.</summary>
    private float[][] Sample(float[][] rows)
    {
        _bench.WriteRows("x.npy", rows);
        return Drawn("", data => data.Sample.data<float>().ToArray().Chunk(Width).ToArray());
    }

    private Tensor Evaluation(string inputs) => Drawn(inputs, data => cat([.. data.Evaluation]));

    private T Drawn<T>(string inputs, Func<CohortData, T> read)
    {
        var cohort = _bench.Prepare(Manifest(inputs)).Pending[0].Cohort;
        var source = _bench.Plugins.Find(ComponentKind.Source, "recorded-activations");
        using var data = CohortData.Open(cohort, source, _bench.Files, CPU, CancellationToken.None);
        return read(data);
    }

    private static double[] MeanOf(float[][] rows) =>
        [.. Enumerable.Range(0, Width).Select(column => rows.Sum(row => (double)row[column]) / rows.Length)];

    private RunRecord Train(float[][] rows, string inputs)
    {
        _bench.WriteRows("x.npy", rows);
        _bench.Run(Manifest(inputs, steps: 64), fresh: true);
        return _bench.Ended[^1];
    }

    private TensorBundle Weights(RunRecord record)
    {
        using var file = File.OpenRead(_bench.Store.Weights.PathOf(record.Id));
        return SafetensorsReader.Read(file, CPU);
    }

    private static string Manifest(string inputs, int steps = 64) =>
        $$"""
            name: inputs
            seeds: 1
            source: { use: recorded-activations, with: { files: [x.npy] }{{(inputs == "" ? "" : ", ")}}{{inputs}} }
            autoencoder: { use: relu, features: 16, with: { l1: 0.06, decoder_bias: true } }
            training: { steps: {{steps}}, batch: 32, sample: 64 }
            evaluation: { every: 16, data_every: 16, samples: 80 }
            initializers: [data-sample]
            metrics: [fvu, l0]
            """;

    private static double[] Curves(RunRecord record) => [.. record.Curves.SelectMany(curve => curve.Values)];

    private float[] Parameters(RunRecord record)
    {
        using var weights = Weights(record);
        return [.. Names.SelectMany(name => weights.Get(name).data<float>().ToArray())];
    }
}
