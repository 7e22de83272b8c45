using SparsePlugins.Inputs;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary><c>source.drop_longer_than</c>: long rows leave no trace, batches keep their size, and what was dropped is said.</summary>
public sealed class DroppedRowTests : IDisposable
{
    private const int Width = 4;
    private readonly Bench _bench = new();

    public DroppedRowTests() => _bench.WriteRows("x.npy", Rows());

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_next_row_that_stays_takes_the_place_of_a_dropped_one_and_after_the_last_comes_the_first()
    {
        using var scope = NewDisposeScope();
        var batch = tensor(new float[] { 30, 1, 2, 40, 50 }).unsqueeze(1);

        Assert.Equal([1, 1, 2, 1, 1], new RowFilter(10).Replace(batch.clone()).data<float>().ToArray());
        Assert.Equal([1, 2], new RowFilter(10).Keep(batch).data<float>().ToArray());
        Assert.Same(batch, new RowFilter(50).Replace(batch));
        Assert.Same(batch, new RowFilter(null).Replace(batch));
        Assert.Throws<InvalidDataException>(() => new RowFilter(0.5).Replace(batch));
    }

    [Fact]
    public void A_row_that_is_not_finite_stays_to_be_found()
    {
        using var scope = NewDisposeScope();
        var batch = tensor(new[] { 1, float.PositiveInfinity, float.NaN, 1e30f, 2 }).unsqueeze(1);

        Assert.Equal([1, float.PositiveInfinity, float.NaN, 2, 2], new RowFilter(10).Replace(batch).data<float>().ToArray());
    }

    [Fact]
    public void Batches_differ_from_those_without_the_key_in_the_long_rows_alone()
    {
        using var scope = NewDisposeScope();
        var raw = Drawn("", data => Enumerable.Range(1, 40).Select(step => data.TrainingBatch(step)).ToArray());
        var kept = Drawn("drop_longer_than: 10", data => Enumerable.Range(1, 40).Select(step => data.TrainingBatch(step)).ToArray());
        var replaced = 0;
        foreach (var (before, after) in raw.Zip(kept))
        {
            var isLong = before.norm(dim: 1).gt(100).data<bool>().ToArray();
            for (var row = 0; row < isLong.Length; row++)
            {
                var source = row;
                while (isLong[source])
                {
                    source = (source + 1) % isLong.Length;
                }

                replaced += isLong[row] ? 1 : 0;
                Assert.Equal(before[source].data<float>().ToArray(), after[row].data<float>().ToArray());
            }
        }

        Assert.True(replaced > 10);
    }

    [Fact]
    public void Sample_and_evaluation_lack_the_long_rows_and_the_record_counts_them()
    {
        var raw = Drawn("", data => (Sample: Lengths(data.Sample), Evaluation: Lengths(cat([.. data.Evaluation]))));
        var kept = Drawn(
            "drop_longer_than: 10",
            data =>
                (
                    Sample: Lengths(data.Sample),
                    Evaluation: Lengths(cat([.. data.Evaluation])),
                    Sizes: data.Evaluation.Select(b => b.shape[0]).ToArray()
                )
        );
        Assert.Equal(raw.Sample.Where(length => length < 100), kept.Sample);
        Assert.Equal(raw.Evaluation.Where(length => length < 100), kept.Evaluation);
        Assert.All(kept.Sizes[..^1], rows => Assert.Equal(16, rows));

        var data = Train("drop_longer_than: 10, center: mean").Data!;
        var facts = data.Inputs!;
        Assert.Equal(
            (raw.Sample.Length - kept.Sample.Length, raw.Evaluation.Length - kept.Evaluation.Length),
            (facts.DroppedOfSample, facts.DroppedOfEvaluation)
        );
        Assert.True(facts.DroppedOfSample > 0 && facts.DroppedOfEvaluation > 0);
        Assert.Equal(10 * data.Sample!.MedianLength, facts.LongestKept, 1e-9);
        Assert.Equal((kept.Sample.Length, kept.Evaluation.Length), (data.Sample.Rows, data.EvaluationRows));
        Assert.Equal(raw.Sample.Max(), data.Sample.LongestLength, 1e-2);
    }

    [Fact]
    public void The_center_is_that_of_the_rows_that_stay()
    {
        var mean = Drawn("drop_longer_than: 10", data => data.Sample.mean([0]).norm().item<float>());

        Assert.Equal(mean, Train("drop_longer_than: 10, center: mean").Data!.Inputs!.CenterLength, 1e-5);
        Assert.True(Train("center: mean").Data!.Inputs!.CenterLength > 2 * mean);
    }

    [Fact]
    public void Rows_a_thousand_times_as_long_as_the_median_one_are_reported_unless_they_are_dropped()
    {
        static bool IsAboutLength(string note) => note.Contains("times as long as the median one", StringComparison.Ordinal);

        var note = Assert.Single(Train("").Data!.Notes, IsAboutLength);
        Assert.Matches(
            "^the longest of the 64 rows of the sample is [0-9]+ times as long as the median one; .* source.drop_longer_than: 10 drops them$",
            note
        );
        Assert.DoesNotContain(Train("drop_longer_than: 10").Data!.Notes, IsAboutLength);
    }

    [Fact]
    public void A_median_row_of_length_zero_gives_no_limit()
    {
        _bench.WriteRows("x.npy", [.. Rows().Select((row, index) => index % 3 == 0 ? row : new float[Width])]);

        Assert.EndsWith(
            ": source.drop_longer_than can't be 10: the median row of the sample has length 0",
            Train("drop_longer_than: 10").Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>Every ninth is thousands of times as long as the others.</summary>
    private static float[][] Rows() =>
        [.. NpyFile.Normal(400, Width).Select((row, index) => row.Select(value => (value + 1) * (index % 9 == 0 ? 8000 : 1)).ToArray())];

    private static double[] Lengths(Tensor rows) => [.. rows.norm(dim: 1).data<float>().ToArray().Select(length => (double)length)];

    private T Drawn<T>(string inputs, Func<CohortData, T> read)
    {
        var cohort = _bench.Prepare(Manifest(inputs)).Pending[0].Cohort;
        var source = _bench.Plugins.Find(ComponentKind.Source, "recorded-activations");
        using var data = CohortData.Open(cohort, source, _bench.Files, CPU, CancellationToken.None);
        return read(data);
    }

    private RunRecord Train(string inputs)
    {
        _bench.Run(Manifest(inputs), fresh: true);
        return _bench.Ended[^1];
    }

    private static string Manifest(string inputs) =>
        $$"""
            name: dropped
            seeds: 1
            source: { use: recorded-activations, with: { files: [x.npy] }{{(inputs == "" ? "" : ", ")}}{{inputs}} }
            autoencoder: { use: relu, features: 8 }
            training: { steps: 8, batch: 16, sample: 64 }
            evaluation: { every: 8, data_every: 8, samples: 80 }
            initializers: [data-sample]
            metrics: [fvu, l0]
            """;
}
