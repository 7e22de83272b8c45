using SparsePlugins.Reporting;

namespace SparsePlugins.Execution.Tests;

/// <summary>Recorded data is looked at when a manifest is planned: what can't be used is refused there, the rest is reported and recorded.</summary>
public sealed class RecordedDataTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_value_that_is_not_finite_is_refused_where_the_files_are_named()
    {
        var rows = Rows(40);
        (rows[17][3], rows[31][0]) = (float.PositiveInfinity, float.NaN);
        var file = _bench.WriteRows("x.npy", rows);

        var problem = Assert.Single(_bench.Load(Manifest()).Result.Problems);

        Assert.Equal((3, 53, "files"), (problem.Position.Line, problem.Position.Column, problem.Path));
        Assert.Equal(
            $"source 'recorded-activations' (SparsePlugins.Sources 0.1.0): {file}: 2 of 40 rows hold a value that is not finite in float32: "
                + "row 17, column 3 (Infinity); row 31, column 0 (NaN); save array[np.isfinite(array.astype('f4')).all(-1)], or record the activations again",
            problem.Message
        );
    }

    [Fact]
    public void One_row_and_the_same_bytes_twice_are_refused()
    {
        _bench.WriteRows("x.npy", Rows(1));
        Assert.Contains(
            "must have at least 2 rows, one to train on and one to hold out, has 1",
            Problem(Manifest()),
            StringComparison.Ordinal
        );

        File.Copy(_bench.WriteRows("acts.npy", Rows(120)), Path.Combine(Path.GetDirectoryName(_bench.Folder)!, "latest.npy"));
        Assert.Contains(
            "acts.npy and latest.npy hold the same bytes; name it once",
            Problem(Manifest("[acts.npy, latest.npy]")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_values_of_an_axis_with_the_same_bytes_are_refused_where_the_second_is_named()
    {
        File.Copy(_bench.WriteRows("a.npy", Rows(120)), Path.Combine(Path.GetDirectoryName(_bench.Folder)!, "b.npy"));
        _bench.WriteRows("c.npy", [.. Rows(120).Reverse()]);

        var problem = Assert.Single(_bench.Load(Manifest("{ each: [[a.npy], [b.npy], [c.npy]] }")).Result.Problems);

        Assert.Equal((3, 53, "files"), (problem.Position.Line, problem.Position.Column, problem.Path));
        Assert.Equal("b.npy has the same contents as a.npy: both are the same run; remove one", problem.Message);
        Assert.Empty(_bench.Load(Manifest("{ each: [[a.npy], [c.npy]] }")).Result.Problems);
    }

    [Fact]
    public void How_rows_relate_to_batch_sample_features_and_evaluation_is_said_when_planned()
    {
        _bench.WriteRows("x.npy", Rows(10));

        var said = _bench.Load(Manifest()).Result.Warnings.Where(warning => warning.Path == "files").Select(warning => warning.Message);

        Assert.Equal(
            [
                "8 training rows, batch 512: each is seen 64 times a step",
                "training.sample is 600, there are 8 training rows: the sample repeats them",
                "16 features, 10 different rows: initializers and reinitializers that take a row per feature run out of rows",
                "evaluation.samples is 50000, 2 rows held out: metrics are measured on those",
            ],
            said
        );
    }

    [Fact]
    public void A_few_long_rows_repeated_rows_and_zero_rows_are_said_once_in_the_plan_the_record_and_the_report()
    {
        var rows = Rows(1000);
        (rows[5], rows[6], rows[7]) = (rows[4], new float[4], rows[4]);
        foreach (var index in Enumerable.Range(0, 10))
        {
            rows[100 * index] = [3000 + index, 0, 0, 0];
        }

        _bench.WriteRows("x.npy", rows);
        _bench.Run(Manifest(batch: 32, sample: 64));

        var record = Assert.Single(_bench.Store.ReadRecords(_bench.Store.ReadExperiment()!));
        Assert.Equal(
            [
                "2 of 1000 rows repeat another one (the most frequent row occurs 3 times); a row and its copies can be trained on and held out",
                "1 of 1000 rows are zero",
                record.Data!.Notes[2],
                "evaluation.samples is 50000, 200 rows held out: metrics are measured on those",
            ],
            record.Data.Notes
        );
        Assert.Matches(
            "^1 % of the rows hold 99 % of the variance \\(rows are [0-9.]+ to 3009 long\\); the loss and fvu are mostly about those$",
            record.Data.Notes[2]
        );
        Assert.Equal((200, true), (record.Data.EvaluationRows, record.Data.EvaluationVaries));
        Assert.Equal(
            (1000, 998, 3, 1),
            (record.Data.Survey!.Rows, record.Data.Survey.DistinctRows, record.Data.Survey.MostCopies, record.Data.Survey.ZeroRows)
        );
        var report = ReportFormat.Markdown.Files(Report.Make(_bench.Store.ReadExperiment()!, [record]))[0].Content;
        Assert.Contains("Data: 1 of 1000 rows are zero.", report, StringComparison.Ordinal);
        Assert.Contains("200 rows", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_rows_are_equal_the_report_says_why_fvu_is_undefined()
    {
        _bench.WriteRows("x.npy", [.. Enumerable.Repeat(new[] { 1f, 2, 3, 4 }, 300)]);
        _bench.Run(Manifest(batch: 32, sample: 64));

        var record = Assert.Single(_bench.Store.ReadRecords(_bench.Store.ReadExperiment()!));

        Assert.Equal((60, false), (record.Data!.EvaluationRows, record.Data.EvaluationVaries));
        Assert.Contains("all 300 rows are equal: there is nothing to learn, and fvu is undefined", record.Data.Notes);
        var report = ReportFormat.Markdown.Files(Report.Make(_bench.Store.ReadExperiment()!, [record]))[0].Content;
        Assert.Contains("FVU is undefined: all 60 evaluation rows are equal.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_is_made_has_no_survey_and_all_the_evaluation_rows_that_were_asked_for()
    {
        _bench.Run(new TinyManifest { Initializers = "[orthogonal]" });

        var records = _bench.Store.ReadRecords(_bench.Store.ReadExperiment()!);

        Assert.All(records, record => Assert.Equal((100, true), (record.Data!.EvaluationRows, record.Data.EvaluationVaries)));
        Assert.All(records, record => Assert.True(record.Data!.Survey is null && record.Data.Notes.Count == 0));
    }

    private string Problem(string manifest) => Assert.Single(_bench.Load(manifest).Result.Problems).Message;

    /// <summary>Rows that differ, of about one length.</summary>
    private static float[][] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(row => new[] { 1f, row % 7, row % 11, row % 13 + (row / 2000f) })];

    private static string Manifest(string files = "[x.npy]", int batch = 512, int sample = 600) =>
        $$"""
            name: recorded
            seeds: 1
            source: { use: recorded-activations, with: { files: {{files}} } }
            autoencoder: { use: relu, features: 16, with: { l1: 0.06 } }
            training: { steps: 4, batch: {{batch}}, sample: {{sample}} }
            evaluation: { every: 4, data_every: 4, samples: 50000 }
            initializers: [orthogonal]
            metrics: [fvu]
            """;
}
