using SparsePlugins.Records;
using SparsePlugins.Reporting;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>No two features are given one direction, whatever the data is like, and what can't be helped is recorded.</summary>
public sealed class DifferentDirectionsTests
{
    private const string Revivers =
        "worst-points, worst-rare, worst-residuals, worst-clusters, random-points, anthropic-resample, random-directions, "
        + "worst-rare(centroid-residual), worst-rare(outliers-isolation-forest), worst-rare(outliers-local-outlier-factor), worst-rare(random-control)";

    /// <summary>Recordings in which epochs, copies, near-copies and multiples repeat directions, and how many directions each has.</summary>
    public static TheoryData<string> Recordings => ["different", "mostly-one", "near-copies", "multiples", "twelve"];

    [Theory]
    [MemberData(nameof(Recordings))]
    [Trait("Category", "Long")]
    public void Revived_features_are_different_directions_with_every_reinitializer(string recording)
    {
        using var bench = new Bench();
        var most = Directions(recording);
        bench.Run(Manifest(bench, recording, "orthogonal", Revivers), jobs: 1);

        Assert.Equal(11, bench.Ended.Count);
        foreach (var record in bench.Ended)
        {
            Assert.Equal(Outcome.Completed, record.Outcome);
            var last = record.Reinitializations[^1];
            Assert.All(record.Reinitializations, one => Assert.Equal(0, one.Coinciding));
            Assert.True(last.Features.Count > 0, $"{record.Reinitializer} revived nothing");
            Assert.Equal(0, Coinciding(bench, record, [.. last.Features]));
            if (record.Reinitializer is "worst-points" or "random-points" or "worst-clusters")
            {
                Assert.InRange(last.Features.Count, 1, most);
            }
        }
    }

    [Fact]
    public void Where_there_are_fewer_new_directions_than_dead_features_the_rest_stay_dead_and_are_counted()
    {
        using var bench = new Bench();
        bench.Run(Manifest(bench, "twelve", "orthogonal", "worst-points"), jobs: 1);

        var look = Assert.Single(bench.Ended).Reinitializations[0];
        Assert.InRange(look.Features.Count, 1, 12);
        Assert.True(look.LeftDead > 0);
    }

    [Theory]
    [InlineData("near-copies")]
    public void Initializers_start_from_different_directions_and_the_record_says_so(string recording)
    {
        using var bench = new Bench();
        const string starts =
            "data-sample, k-means, svd-sample, data-blend, mean-residual, centroid-residual, outliers, random-control, orthogonal, active-subspace";
        bench.Run(Manifest(bench, recording, starts, "none", sample: 120), jobs: 1);

        Assert.Equal(10, bench.Ended.Count);
        Assert.All(bench.Ended, record => Assert.Equal((Outcome.Completed, record.Initializer), (record.Outcome, record.Initializer)));
        Assert.All(bench.Ended, record => Assert.Equal([new CoincidingDirections(0, 0), new(120, 0)], record.Coinciding));
        Assert.All(bench.Ended, record => Assert.Equal(0, Coinciding(bench, record, [.. Enumerable.Range(0, 32)])));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("mostly-one")]
    [InlineData("multiples")]
    public void So_they_do_on_other_recordings(string recording) =>
        Initializers_start_from_different_directions_and_the_record_says_so(recording);

    [Fact]
    public void Too_few_directions_for_a_start_are_refused_with_a_fix_that_works()
    {
        using var bench = new Bench();
        bench.Run(Manifest(bench, "twelve", "data-sample", "none"), jobs: 1);
        var refused = Assert.Single(bench.Ended);
        Assert.Contains(
            "needs 32 different directions, one for each feature; the sample of 64 rows has",
            refused.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("lower autoencoder.features to ", refused.Message, StringComparison.Ordinal);
        var features = refused.Message.Split("lower autoencoder.features to ")[1].Split(',')[0];

        using var again = new Bench();
        again.Run(Manifest(again, "twelve", "data-sample", "none", features: features), jobs: 1);
        Assert.Equal(Outcome.Completed, Assert.Single(again.Ended).Outcome);
    }

    [Fact]
    public void Features_that_share_a_direction_are_counted_in_the_record_and_reported()
    {
        using var bench = new Bench();
        var manifest = Manifest(bench, "different", "same-rows", "same-rows");
        bench.Run(manifest, jobs: 1);

        var record = Assert.Single(bench.Ended);
        Assert.Equal(new CoincidingDirections(0, 31), record.Coinciding[0]);
        var revived = record.Reinitializations[0];
        Assert.InRange(revived.Coinciding, revived.Features.Count - 1, revived.Features.Count);
        var report = ReportFormat.Markdown.Files(Report.Make(bench.Store.ReadExperiment()!, bench.Ended))[0].Content;
        Assert.Contains(
            "start with features that have the direction of another feature (most in one run: 31)",
            report,
            StringComparison.Ordinal
        );
        Assert.Contains("gave dead features a direction that another feature has", report, StringComparison.Ordinal);
        var duplicates = record.Curves.Single(curve => curve.Measurement == "dead-fraction-duplicates").Values;
        Assert.True(duplicates[0] > 0);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("living-mean")]
    [Trait("Category", "Long")]
    public void Where_everything_is_dead_at_every_look_encoders_keep_the_scale_of_the_initialization(string bias)
    {
        using var bench = new Bench();
        var revivers = Revivers.Split(", ").Select(name => Reviver(name, "every: 1, dead_after: 1", $"encoder_bias: {bias}"));
        bench.Run(
            $$"""
            name: dead
            seeds: 1
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 3 } }
            autoencoder: { use: relu, features: 16, with: { l1: 50 } }
            training: { steps: 200, batch: 32, learning_rate: 1.0e-3, sample: 64 }
            evaluation: { every: 200, data_every: 200, samples: 50 }
            initializers: [data-sample]
            reinitializers: [{{string.Join(", ", revivers)}}]
            metrics: [fvu, dead-fraction]
            """,
            jobs: 1
        );

        Assert.Equal(11, bench.Ended.Count);
        foreach (var record in bench.Ended)
        {
            Assert.Equal(Outcome.Completed, record.Outcome);
            Assert.True(record.Reinitializations.Count > 5);
            using var weights = Weights(bench, record);
            // U(±1/sqrt D) has rows of mean length 1/sqrt 3 = 0.58; a fifth of that is 0.115, and the updates that a feature lives take some of it. Measured by
            // features that were revived themselves, rows are a fifth of a fifth: 0.02.
            var shortest = weights.Get("encoder_weight").norm(dim: 1).min().item<float>();
            Assert.True(shortest > 0.04, $"{record.Reinitializer}: {shortest}");
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_batch_of_one_row_fails_no_run()
    {
        using var bench = new Bench();
        bench.Run(Manifest(bench, "different", "orthogonal", Revivers, batch: 1, cadence: "every: 1, dead_after: 3"), jobs: 1);
        Assert.All(bench.Ended, record => Assert.Equal("", record.Message));
    }

    private static int Directions(string recording) =>
        recording switch
        {
            "different" => 100,
            "twelve" => 12,
            _ => 61,
        };

    private static float[][] Rows(string recording)
    {
        var rows = NpyFile.Normal(60, 8);
        return recording switch
        {
            "different" => NpyFile.Normal(100, 8),
            "mostly-one" => [.. rows, .. Enumerable.Repeat(NpyFile.Normal(1, 8, seed: 2)[0], 90)],
            "near-copies" => [.. Enumerable.Range(0, 180).Select(i => Scaled(rows[i % 60], 1 + 1e-7f * (i / 60), jitter: true))],
            "multiples" => [.. Enumerable.Range(0, 180).Select(i => Scaled(rows[i % 60], 1 + i / 60, jitter: false))],
            _ => [.. NpyFile.Normal(12, 8)],
        };
    }

    private static float[] Scaled(float[] row, float factor, bool jitter) =>
        [.. row.Select((value, column) => value * (jitter && column % 2 == 0 ? 1 : factor))];

    private static string Manifest(
        Bench bench,
        string recording,
        string initializers,
        string reinitializers,
        string features = "32",
        int batch = 16,
        int sample = 64,
        string cadence = "every: 40, dead_after: 300"
    )
    {
        var file = Path.ChangeExtension(bench.Write($"{recording}.txt", ""), ".npy");
        File.WriteAllBytes(file, NpyFile.Bytes(Rows(recording)));
        var revivers = reinitializers.Split(", ").Select(name => Reviver(name, cadence, ""));
        return $$"""
            name: directions
            seeds: [1]
            source: { use: recorded-activations, with: { files: [{{recording}}.npy] } }
            autoencoder: { use: top-k, features: {{features}}, with: { k: 2 } }
            training: { steps: 120, batch: {{batch}}, learning_rate: 3.0e-3, sample: {{sample}} }
            evaluation: { every: 120, data_every: 120, samples: 10 }
            initializers: [{{initializers}}]
            reinitializers: [{{string.Join(", ", revivers)}}]
            metrics: [fvu, dead-fraction]
            """;
    }

    /// <summary><c>name</c>, or <c>name(collector)</c>.</summary>
    private static string Reviver(string name, string cadence, string options)
    {
        var parts = name.TrimEnd(')').Split('(');
        var with = string.Join(", ", new[] { parts.Length > 1 ? $"collector: {parts[1]}" : "", options }.Where(text => text.Length > 0));
        return name == "none" ? "none" : $"{{ use: {parts[0]}, with: {{ {with} }}, {cadence} }}";
    }

    private static TensorBundle Weights(Bench bench, RunRecord record)
    {
        using var file = File.OpenRead(Path.Combine(bench.Folder, "weights", record.Id + ".safetensors"));
        return SafetensorsReader.Read(file, CPU);
    }

    /// <summary>Pairs of features whose cosine, in float64, is 1 - 1e-6 or more: by all products.</summary>
    private static long Coinciding(Bench bench, RunRecord record, long[] features)
    {
        using var scope = NewDisposeScope();
        using var weights = Weights(bench, record);
        var rows = weights.Get("decoder_weight").index_select(0, tensor(features)).to_type(ScalarType.Float64);
        rows /= rows.norm(dim: 1, keepdim: true);
        return ((rows.mm(rows.T) >= 1 - 1e-6).sum().item<long>() - features.Length) / 2;
    }
}
