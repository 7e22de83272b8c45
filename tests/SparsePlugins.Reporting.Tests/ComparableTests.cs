using System.Globalization;
using System.Text.Json;

namespace SparsePlugins.Reporting.Tests;

/// <summary>What may be compared across folders, over experiments whose runs cross 0.9 at stated steps.</summary>
public sealed class ComparableTests
{
    private static readonly long?[] Slow = [200, 210, 220];
    private static readonly long?[] Fast = [100, 105, 110];

    [Fact]
    public void The_same_data_and_budget_give_a_verdict_across_folders()
    {
        var result = Result(Entry("a", Slow), Entry("b", Fast));

        Assert.StartsWith("orthogonal @ b is faster than orthogonal @ a to mmcs ≥ 0.9", result, StringComparison.Ordinal);
        Assert.DoesNotContain("No verdict", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use":"toy","with":{"decay":0.99}}""", "source.with.decay: 0.99 instead of 0.998")]
    [InlineData("""{"use":"digits","with":{}}""", "source.use: digits instead of toy")]
    [InlineData("""{"use":"toy","with":{"decay":0.998},"center":"mean"}""", "source.center: mean instead of none")]
    public void Other_data_are_stated_and_give_none(string source, string difference)
    {
        var result = Result(Entry("a", Slow), Entry("b", Fast, source));

        Assert.Equal(
            $"No verdict: orthogonal @ b is not compared with orthogonal @ a, since their data differ ({difference}).",
            Sentence(result)
        );
        Assert.Contains(" other data", Row(result, "orthogonal @ b"), StringComparison.Ordinal);
        Assert.DoesNotContain("faster", result, StringComparison.Ordinal);
        Assert.DoesNotContain("first by", result, StringComparison.Ordinal);
        AssertNothingCompared(Entry("a", Slow), Entry("b", Fast, source), "data differ");
    }

    [Fact]
    public void An_option_that_an_earlier_version_did_not_have_makes_no_difference()
    {
        var result = Result(Entry("a", Slow), Entry("b", Fast, """{"use":"toy","with":{"decay":0.998,"shape":[]}}"""));

        Assert.DoesNotContain("No verdict", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"use":"toy","with":{"decay":0.998,"shape":[8,8]},"neutral":["shape"]}""")]
    [InlineData("""{"use":"toy","with":{"decay":0.998,"cache":"disk","cache_limit":5},"neutral":["cache","cache_limit"]}""")]
    public void An_option_that_decides_no_result_makes_no_difference(string source)
    {
        var other = source.Replace("[8,8]", "[4,16]", StringComparison.Ordinal).Replace(":5", ":6", StringComparison.Ordinal);
        Assert.NotEqual(source, other);

        var result = Result(Entry("a", Slow, source), Entry("b", Fast, other));

        Assert.StartsWith("orthogonal @ b is faster than orthogonal @ a to mmcs ≥ 0.9", result, StringComparison.Ordinal);
        Assert.DoesNotContain("No verdict", result, StringComparison.Ordinal);
    }

    /// <summary>Records did not say which options decide no result.</summary>
    [Fact]
    public void Shapes_in_records_of_earlier_versions_make_no_difference_either()
    {
        const string Earlier = """{"use":"recorded-activations","with":{"files":["sha256:0"],"shape":[8,8]}}""";
        const string Now = """{"use":"recorded-activations","with":{"files":["sha256:0"],"shape":[4,16]},"neutral":["shape"]}""";

        Assert.DoesNotContain("No verdict", Result(Entry("a", Slow, Earlier), Entry("b", Fast, Now)), StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_data_with_other_rows_are_other_data_whatever_the_names_of_their_files()
    {
        var result = Result(Entry("a", Slow, trainingRows: 8000), Entry("b", Fast, trainingRows: 7000));

        Assert.Contains(
            "(distinct rows: 7000 instead of 8000 and training rows: 7000 instead of 8000)",
            Sentence(result),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Other_budgets_are_stated_and_give_none()
    {
        var result = Result(Entry("a", Slow), Entry("b", Fast, steps: 150));

        Assert.Equal(
            "No verdict: orthogonal @ b is not compared with orthogonal @ a, since their budgets differ (150 steps of 512 samples instead of 300 steps of 512 samples).",
            Sentence(result)
        );
        Assert.Contains(" other budget", Row(result, "orthogonal @ b"), StringComparison.Ordinal);
        AssertNothingCompared(Entry("a", Slow), Entry("b", Fast, steps: 150), "budgets differ");
    }

    /// <summary>Its runs ended at a threshold below 0.9, so nobody knows when they would have been there.</summary>
    [Fact]
    public void A_threshold_that_one_side_could_not_reach_gives_none()
    {
        var stopped = Entry("b", [null, null, null], outcome: Outcome.Stopped, last: 120);

        var text = Rendered.Comparison(ReportFormat.Markdown, [Entry("a", Slow), stopped]);

        Assert.Contains("orthogonal @ b: no verdict, since runs stopped for another threshold", text, StringComparison.Ordinal);
        Assert.DoesNotContain("faster than", text, StringComparison.Ordinal);
    }

    /// <summary>Each folder's own variants are compared as before, on its own data.</summary>
    [Fact]
    public void The_verdicts_within_the_first_folder_stay()
    {
        var alone = Comparisons(Entry("a", Slow, second: Fast));
        var beside = Comparisons(Entry("a", Slow, second: Fast), Entry("b", Fast, """{"use":"digits"}""", second: Slow));

        Assert.NotEmpty(alone);
        Assert.Equal(alone, beside);
    }

    private static void AssertNothingCompared(ComparedExperiment first, ComparedExperiment second, string reason)
    {
        using var json = JsonDocument.Parse(Rendered.Comparison(ReportFormat.Json, [first, second]));
        var other = json
            .RootElement.GetProperty("settings")[0]
            .GetProperty("members")
            .EnumerateArray()
            .Single(member => member.GetProperty("initializer").GetString() == $"orthogonal @ {second.Name}");
        var threshold = other.GetProperty("thresholds")[0];
        Assert.Equal(JsonValueKind.Null, threshold.GetProperty("comparison").ValueKind);
        Assert.Equal(reason, threshold.GetProperty("no_comparison").GetString());
        Assert.All(
            other.GetProperty("measurements").EnumerateArray(),
            measured =>
            {
                Assert.True(!measured.TryGetProperty("comparison", out var found) || found.ValueKind == JsonValueKind.Null);
                Assert.Equal(reason, measured.GetProperty("no_comparison").GetString());
            }
        );
    }

    /// <summary>Differences of everything compared, by variant and what is compared.</summary>
    private static string[] Comparisons(params ComparedExperiment[] entries)
    {
        using var json = JsonDocument.Parse(Rendered.Comparison(ReportFormat.Json, entries));
        return
        [
            .. from member in json.RootElement.GetProperty("settings")[0].GetProperty("members").EnumerateArray()
            from threshold in member.GetProperty("thresholds").EnumerateArray()
            where threshold.GetProperty("comparison").ValueKind == JsonValueKind.Object
            select member.GetProperty("initializer").GetString() + threshold.GetProperty("comparison").GetRawText(),
        ];
    }

    private static string Result(params ComparedExperiment[] entries) => string.Join('\n', CompareReport.Make(entries, "").Result(400));

    private static string Sentence(string result) => result.Split('\n')[0];

    private static string Row(string result, string name) =>
        result.Split('\n').Single(line => line.StartsWith($"  {name} ", StringComparison.Ordinal));

    private static ComparedExperiment Entry(
        string name,
        long?[] crossings,
        string source = """{"use":"toy","with":{"decay":0.998}}""",
        long steps = 300,
        long? last = null,
        Outcome? outcome = null,
        long?[]? second = null,
        int? trainingRows = null
    )
    {
        var spec = string.Create(CultureInfo.InvariantCulture, $$"""{"source":{{source}},"training":{"steps":{{steps}}} }""");
        IEnumerable<RunRecord> Variant(string initializer, long?[] steps) =>
            steps.Select(
                (crosses, seed) =>
                    Outcomes
                        .Run(initializer, seed + 1, crosses, last ?? (outcome is null ? 300 : 120), 5, outcome)
                        .With(spec: spec, data: trainingRows is { } rows ? Survey(rows) : null)
            );
        RunRecord[] runs = [.. Variant("orthogonal", crossings), .. Variant("data-sample", second ?? [])];
        return new(name, Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", Outcomes.Bound)), runs);
    }

    private static DataFacts Survey(int rows) =>
        new(100, true, new SurveyFacts(rows, rows, 100, rows, 1, 0, 0, 1, 2, 0.1), sample: null, inputs: null, []);
}
