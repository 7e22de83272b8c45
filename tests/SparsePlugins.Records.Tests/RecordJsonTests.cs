using VerifyXunit;

namespace SparsePlugins.Records.Tests;

public sealed class RecordJsonTests
{
    private static readonly RunRecord Small = new(
        "0f1e2d",
        """{"seed":1,"source":{"use":"toy-superposition","with":{"decay":0.998}}}""",
        1,
        "toy-superposition",
        "top-k(k=8)",
        "mean-residual(ratio=0.2)",
        "worst-residuals",
        [new PluginAssembly("SparsePlugins.Metrics", "0.1.0", "ab12"), new PluginAssembly("Mine", "1.0.0", "cd34")],
        Example.Environment,
        Outcome.Diverged,
        "the loss is NaN\nat \"step\" 20 — ünï",
        20,
        512,
        [
            Example.Curve("mmcs", "higher", [0, 10, 20], [0.1, 1.0 / 3, double.NaN]),
            Example.Curve("loss", "lower", [10, 20], [1e-300, double.PositiveInfinity]),
        ],
        [new ReinitializationEvent(10, [3, 5], 4, 1)],
        [new CoincidingDirections(0, 2), new CoincidingDirections(20, 1)],
        new Timings(1.25, 0.5, 1e-7),
        "sha256:5e6f",
        new DataFacts(
            256,
            true,
            new SurveyFacts(
                rows: 1000,
                trainingRows: 800,
                heldOutRows: 200,
                distinctRows: 990,
                mostCopies: 11,
                rowsOfEarlierFiles: 4,
                zeroRows: 3,
                shortestLength: 0.1,
                longestLength: 1e30,
                varianceOfLongest: 0.984
            ),
            new SampleFacts(64, 1.25, 8, 9000),
            new InputFacts("mean", 3.5, "per-feature", 0.25, 40, double.PositiveInfinity, 3, 1),
            ["3 of 1000 rows are zero", "another"]
        ),
        new DictionaryFacts(2, [0, 5, 9], new MatchFacts(3, [1, 2], [0.995, -0.25, 0.5]), new AtomFacts(2, [7, 0], "f4GBAA=="))
    );

    [Fact]
    public Task A_record_is_text_that_differs_by_lines() => Verifier.Verify(RecordJson.Write(Small), "json");

    [Fact]
    public void A_schedule_stays_one()
    {
        var facts = new MeasurementFacts("k", "", "", "how many codes", "", BetterSide.Neither, ReportedAs.Schedule);
        var read = RecordJson.Read(RecordJson.Write(Small.With(curves: [new Curve(facts, [10, 20], [8, 4])])));

        Assert.Equal(facts, Assert.Single(read.Curves).Facts);
        Assert.False(facts.IsTrainingLoss);
    }

    [Fact]
    public void What_was_written_reads_back_equal()
    {
        var read = RecordJson.Read(RecordJson.Write(Small));

        Assert.Equal(RecordJson.Write(Small), RecordJson.Write(read));
        Assert.Equal(Small.Spec, read.Spec);
        Assert.Equal(Small.Message, read.Message);
        Assert.Equal(Small.Outcome, read.Outcome);
        Assert.Equal(Small.Environment, read.Environment);
        Assert.Equal(Small.Timings, read.Timings);
        Assert.Equal(Small.Weights, read.Weights);
        Assert.Equal(Small.Plugins, read.Plugins);
        Assert.Equal(Small.Data!.Survey, read.Data!.Survey);
        Assert.Equal(Small.Data.Sample, read.Data.Sample);
        Assert.Equal(Small.Data.Inputs, read.Data.Inputs);
        Assert.Equal(Small.Data.Notes, read.Data.Notes);
        Assert.Equal(Small.Curves.SelectMany(c => c.Values), read.Curves.SelectMany(c => c.Values));
        Assert.Equal(Small.Curves.SelectMany(c => c.Steps), read.Curves.SelectMany(c => c.Steps));
        Assert.Equal([3, 5], read.Reinitializations[0].Features);
        Assert.Equal((4, 1), (read.Reinitializations[0].LeftDead, read.Reinitializations[0].Coinciding));
        Assert.Equal(Small.Coinciding, read.Coinciding);
    }

    [Theory]
    [InlineData(5e-324)]
    [InlineData(1.7976931348623157e308)]
    [InlineData(0.1f)]
    [InlineData(-0.0)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_come_back_bit_by_bit(double value)
    {
        var record = Small.With([Example.Curve("mmcs", "higher", [0], [value])]);

        var read = RecordJson.Read(RecordJson.Write(record)).Curves[0].Values[0];

        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
    }

    [Fact]
    public void Every_torn_record_is_refused()
    {
        var text = RecordJson.Write(Small).TrimEnd();

        for (var length = 0; length < text.Length; length++)
            Assert.Throws<RecordFormatException>(() => RecordJson.Read(text[..length]));
    }

    [Fact]
    public void A_torn_record_says_where_and_what_to_do()
    {
        var text = RecordJson.Write(Small);

        var error = Assert.Throws<RecordFormatException>(() => RecordJson.Read(text[..(text.Length / 2)]));

        Assert.StartsWith("the record is torn or is not JSON, at line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("delete it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format: this version reads format 1, got 2")]
    [InlineData("\"format\": 1,", "", "format: is missing")]
    [InlineData("\"seed\": 1", "\"seed\": 1.5", "seed: must be a whole number, got 1.5")]
    [InlineData("\"seed\": 1", "\"seed\": null", "seed: must be a whole number, got null")]
    [InlineData("\"batch\": 512", "\"batch\": -1", "batch: must be a whole number from 0 to 2147483647, got -1")]
    [InlineData("\"diverged\"", "\"lost\"", "outcome: must be completed, stopped, diverged or failed, got 'lost'")]
    [InlineData("[0,10,20]", "[0,10]", "curves[0].values: must have 2 numbers as steps has, got 3")]
    [InlineData("[0,10,20]", "[0,10,10]", "curves[0].steps: must ascend")]
    [InlineData("[0,10,20]", "\"x\"", "curves[0].steps: must be a list, got 'x'")]
    [InlineData("\"Infinity\"", "\"big\"", "curves[1].values[1]: must be a number, got 'big'")]
    [InlineData("\"threads\"", "\"fibres\"", "environment.threads: is missing")]
    public void A_wrong_key_is_named_with_the_rule_and_the_value(string right, string wrong, string message)
    {
        var text = Unsealed.Of(RecordJson.Write(Small));
        Assert.Contains(right, text, StringComparison.Ordinal);

        var error = Assert.Throws<RecordFormatException>(() => RecordJson.Read(text.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Json_that_is_no_object_is_refused(string text) =>
        Assert.Contains(
            "must be an object",
            Assert.Throws<RecordFormatException>(() => RecordJson.Read(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Without_timings_two_records_that_differ_in_time_alone_are_equal()
    {
        var text = RecordJson.Write(Small);
        var slower = RecordJson.Write(Small.With(timings: new Timings(99.5, 0.5, 1e-7)));
        var other = text.Replace("0.998", "0.997", StringComparison.Ordinal);

        Assert.NotEqual(text, slower);
        Assert.Equal(RecordJson.WithoutTimings(text), RecordJson.WithoutTimings(slower));
        Assert.NotEqual(RecordJson.WithoutTimings(text), RecordJson.WithoutTimings(other));
        Assert.DoesNotContain("_seconds", RecordJson.WithoutTimings(text), StringComparison.Ordinal);
        Assert.DoesNotContain("checksum", RecordJson.WithoutTimings(text), StringComparison.Ordinal);
    }
}
