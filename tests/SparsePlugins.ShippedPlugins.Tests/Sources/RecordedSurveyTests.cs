using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static SparsePlugins.ShippedPlugins.Tests.Sources.ActivationFiles;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>What a look at all rows finds: every number worked by hand or by a slow second way.</summary>
public sealed class RecordedSurveyTests : IDisposable
{
    private readonly ActivationFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Rows_are_counted_by_split_and_by_value()
    {
        // Ten rows: (0, -0), twice (3, 4), (0, 0), and 6 of their own.
        float[] values = [0, -0f, 3, 4, 3, 4, 0, 0, 1, 0, 2, 0, 5, 0, 6, 0, 7, 0, 30, 40];

        var survey = Survey(Npy("a.npy", 2, values));

        Assert.Equal((10, 8, 2), (survey.Rows, survey.TrainingRows, survey.EvaluationRows));
        Assert.Equal((8, 2, 0), (survey.DistinctRows, survey.MostCopies, survey.RowsOfEarlierFiles));
        Assert.Equal((2, 1.0, 50.0), (survey.ZeroRows, survey.ShortestLength, survey.LongestLength));
        Assert.Empty(survey.Faults);
        Assert.Empty(survey.Remarks);
    }

    /// <summary>Beside the definition: the mean, then the squared distances of the two longest of 200 rows, in double precision.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    public void The_share_of_variance_in_the_longest_hundredth_is_what_its_definition_gives(double offset)
    {
        var random = new Random(5);
        var rows = Enumerable
            .Range(0, 200)
            .Select(row =>
                Enumerable.Range(0, 19).Select(_ => (float)(offset + (row % 100 == 7 ? 900 + row : 1) * random.NextDouble())).ToArray()
            )
            .ToArray();

        var survey = Survey(Npy("a.npy", 19, [.. rows.SelectMany(row => row)]));

        Assert.Equal(Share(rows, longest: 2), survey.VarianceOfLongest, tolerance: 1e-9);
    }

    [Fact]
    public void A_hundredth_of_the_rows_may_hold_nearly_all_variance()
    {
        // As a first token's activation is: 20 of 2000 rows 1000 times as long as the others.
        var random = new Random(3);
        var values = Enumerable
            .Range(0, 2000)
            .SelectMany(row =>
                Enumerable.Range(0, 8).Select(_ => (float)(random.NextDouble() - 0.5) + (row % 100 == 0 ? 300 + row / 100f : 0))
            );

        var survey = Survey(Npy("a.npy", 8, [.. values]));

        Assert.InRange(survey.VarianceOfLongest, 0.98, 0.99); // The mean lies a hundredth of the way to the long ones.
    }

    [Fact]
    public void Where_nothing_varies_there_is_one_row_and_no_variance()
    {
        var survey = Survey(Npy("a.npy", 3, [.. Enumerable.Repeat(new[] { 0.1f, 0.2f, 0.3f }, 50).SelectMany(row => row)]));

        Assert.Equal((1, 50, 0.0), (survey.DistinctRows, survey.MostCopies, survey.VarianceOfLongest));
    }

    [Theory]
    [InlineData("<f2")]
    [InlineData("<f4")]
    [InlineData("<f8")]
    public void Rows_that_are_not_finite_are_counted_and_the_first_are_shown(string descr)
    {
        var values = Counting(50, 20);
        foreach (
            var (row, column, value) in new[]
            {
                (3, 17, float.NaN),
                (8, 0, float.PositiveInfinity),
                (8, 1, float.NaN),
                (20, 19, float.NegativeInfinity),
                (41, 2, float.NaN),
            }
        )
        {
            values[(row * 20) + column] = value;
        }

        var file = _files.Write("a.npy", ActivationFiles.Npy(descr, 50, 20, Encode(descr, values)));

        var fault = Assert.Single(Survey(file).Faults);

        var wider = descr == "<f2" ? " in float32, as float16 ends at 65504" : "";
        Assert.Equal(
            $"{file}: 4 of 50 rows hold a value that is not finite in float32: the first are row 3, column 17 (NaN); row 8, column 0 (Infinity); "
                + "row 20, column 19 (-Infinity); save array[np.isfinite(array.astype('f4')).all(-1)], or record the activations again"
                + wider,
            fault
        );
    }

    [Fact]
    public void A_number_that_only_float64_can_hold_is_not_finite_in_float32()
    {
        var file = _files.Write("a.npy", ActivationFiles.Npy("<f8", 3, 1, [.. new[] { 1.0, 1e300, 2 }.SelectMany(BitConverter.GetBytes)]));

        Assert.Contains(
            "1 of 3 rows hold a value that is not finite in float32: row 1, column 0 (Infinity)",
            Survey(file).Faults[0],
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("link")]
    [InlineData("copy")]
    [InlineData("hard link")]
    [InlineData("folder")]
    public void The_same_bytes_named_twice_are_a_fault(string kind)
    {
        var file = Npy("acts.npy", 4, Counting(30, 4));
        var other = _files["latest.npy"];
        switch (kind)
        {
            case "link":
                File.CreateSymbolicLink(other, file);
                break;
            case "copy":
                File.Copy(file, other);
                break;
            case "folder":
                Directory.CreateSymbolicLink(_files["linked"], Path.GetDirectoryName(file)!);
                other = Path.Combine(_files["linked"], "acts.npy");
                break;
            default:
                using (var made = System.Diagnostics.Process.Start("ln", [file, other]))
                {
                    made.WaitForExit();
                }

                break;
        }

        var names = kind == "folder" ? $"{file} and {other}" : "acts.npy and latest.npy";
        Assert.Equal($"{names} hold the same bytes; name it once", Assert.Single(Survey(file, other).Faults));
    }

    [Fact]
    public void The_same_rows_in_another_format_are_a_fault_and_shards_of_one_length_are_none()
    {
        var one = Npy("one.npy", 4, Counting(30, 4));
        var wide = _files.Write("wide.npy", ActivationFiles.Npy("<f8", 30, 4, Encode("<f8", Counting(30, 4))));
        var next = Npy("next.npy", 4, Counting(30, 4, first: 120));

        Assert.Equal(
            "one.npy and wide.npy hold the same rows in the same order; name it once",
            Assert.Single(Survey(one, wide, next).Faults)
        );
        Assert.Empty(Survey(one, next).Faults);
    }

    [Fact]
    public void Rows_of_an_earlier_file_are_counted()
    {
        var one = Npy("one.npy", 2, [1, 1, 2, 2, 3, 3, 3, 3]);
        var two = Npy("two.npy", 2, [4, 4, 2, 2, 3, 3]);

        var survey = Survey(one, two);

        Assert.Equal((7, 4, 3, 2), (survey.Rows, survey.DistinctRows, survey.MostCopies, survey.RowsOfEarlierFiles));
    }

    [Theory]
    [InlineData(
        1e30f,
        "the longest row (a.npy: row 2) has length 1.41e30; above 4.3e9 the squares of gradients overflow in float32; divide the data by a constant"
    )]
    [InlineData(
        1e11f,
        "the longest row (a.npy: row 2) has length 1.41e11; above 4.3e9 the squares of gradients overflow in float32; divide the data by a constant"
    )]
    [InlineData(
        1e-22f,
        "the longest row has length 1.41e-22; below 2.3e-10 the squares of gradients vanish in float32; multiply the data by a constant"
    )]
    public void A_scale_that_float32_cannot_square_is_remarked(float scale, string remark)
    {
        float[] values = [0, scale / 2, scale / 3, 0, scale, scale];

        Assert.Equal(remark, Assert.Single(Survey(Npy("a.npy", 2, values)).Remarks));
    }

    [Fact]
    public void The_bits_of_bfloat16_under_float16_are_remarked_and_float16_is_not()
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, 4000).Select(_ => (float)((random.NextDouble() + random.NextDouble() - 1) * 3))];
        var wrong = _files.Write("wrong.npy", ActivationFiles.Npy("<f2", 500, 8, Encode("BF16", values)));
        var right = _files.Write("right.npy", ActivationFiles.Npy("<f2", 500, 8, Encode("<f2", values)));

        Assert.Equal(
            "wrong.npy says float16, but its bits look like bfloat16 (nearly all values lie between 0.5 and 4, with both signs); if it is, save (array.view('u2').astype('u4') << 16).view('f4')",
            Assert.Single(Survey(wrong).Remarks)
        );
        Assert.Empty(Survey(right).Remarks);
    }

    [Fact]
    public void Progress_ends_at_the_bytes_that_there_are()
    {
        var last = new SurveyProgress(0, 1);
        new RecordedActivationsSource(new() { Files = [Npy("a.npy", 4, Counting(30, 4))] }).Survey(
            new Synchronous(value => last = value),
            default
        );

        Assert.Equal(new SurveyProgress(480, 480), last);
    }

    [Fact]
    public void A_stopped_survey_ends()
    {
        var source = new RecordedActivationsSource(new() { Files = [Npy("a.npy", 4, Counting(30, 4))] });

        Assert.ThrowsAny<OperationCanceledException>(() => source.Survey(null, new CancellationToken(canceled: true)));
    }

    private string Npy(string name, int columns, float[] values) =>
        _files.Write(name, ActivationFiles.Npy("<f4", values.Length / columns, columns, Encode("<f4", values)));

    private static DataSurvey Survey(params string[] files) => new RecordedActivationsSource(new() { Files = files }).Survey(null, default);

    private static double Share(float[][] rows, int longest)
    {
        var mean = Enumerable.Range(0, rows[0].Length).Select(column => rows.Average(row => (double)row[column])).ToArray();
        double Distance(float[] row) => row.Select((value, column) => (value - mean[column]) * (value - mean[column])).Sum();
        var held = rows.OrderByDescending(row => row.Sum(value => (double)value * value)).Take(longest).Sum(Distance);
        return held / rows.Sum(Distance);
    }

    private sealed class Synchronous(Action<SurveyProgress> report) : IProgress<SurveyProgress>
    {
        public void Report(SurveyProgress value) => report(value);
    }
}
