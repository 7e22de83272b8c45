using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Folders of other builds, and folders whose metrics have other options, over runs that cross 0.9 at stated steps.</summary>
public sealed class ComparableBuildTests
{
    private static readonly long?[] Slow = [200, 210, 220];
    private static readonly long?[] Fast = [100, 105, 110];
    private const string First = "1111111aaaa";
    private const string Second = "2222222bbbb";

    [Fact]
    public void Another_build_without_a_sample_that_shows_equal_data_gives_no_verdict_and_says_so()
    {
        var result = Result(Entry("a", Slow, First), Entry("b", Fast, Second));

        Assert.StartsWith(
            "No verdict: orthogonal @ b is not compared with orthogonal @ a, since their data differ (build of Sources: 2222222 instead of 1111111; "
                + "no seed that both have shows that the builds draw equal samples).",
            result,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("faster", result, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_sample_of_one_seed_is_other_data()
    {
        var result = Result(Entry("a", Slow, First, seed => 1.5), Entry("b", Fast, Second, seed => seed == 2 ? 1.5000000000000002 : 1.5));

        Assert.StartsWith(
            "No verdict: orthogonal @ b is not compared with orthogonal @ a, since their data differ",
            result,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Another_build_whose_samples_are_equal_to_the_bit_gives_a_verdict_and_is_stated()
    {
        ComparedExperiment[] entries = [Entry("a", Slow, First, seed => 1.5), Entry("b", Fast, Second, seed => 1.5)];

        Assert.StartsWith("orthogonal @ b is faster than orthogonal @ a to mmcs ≥ 0.9", Result(entries), StringComparison.Ordinal);
        var text = Rendered.Comparison(ReportFormat.Markdown, entries);
        Assert.Contains("| build of Sources | 1111111 | 2222222 |", text, StringComparison.Ordinal);
        const string Said = "the samples of the seeds that both have are equal to the bit, so the data count as the same.";
        Assert.Contains(Said, text, StringComparison.Ordinal);
        Assert.Contains(
            CompareReport.Differences(entries, CompareReport.Make(entries, "")),
            line => line.EndsWith(Said, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void One_build_is_no_difference()
    {
        ComparedExperiment[] entries = [Entry("a", Slow, First), Entry("b", Fast, First)];

        Assert.StartsWith("orthogonal @ b is faster", Result(entries), StringComparison.Ordinal);
        Assert.DoesNotContain("build of", Rendered.Comparison(ReportFormat.Markdown, entries), StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_with_other_options_is_stated_and_gives_no_verdict_on_what_it_measures()
    {
        ComparedExperiment[] entries = [Entry("a", Slow, First), Entry("b", Fast, First, above: 0.8)];

        var text = Rendered.Comparison(ReportFormat.Markdown, entries);
        Assert.Contains("| metrics.mmcs.recovered_above | 0.9 | 0.8 |", text, StringComparison.Ordinal);
        Assert.Contains("orthogonal @ b: no verdict, since the options of the metric differ.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("faster", Result(entries), StringComparison.Ordinal);
        Assert.Matches(@"orthogonal @ b .* other options(\n|$)", Result(entries));
        Assert.Contains("| orthogonal @ b | other options |", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Rendered.Comparison(ReportFormat.Json, entries));
        var other = json
            .RootElement.GetProperty("settings")[0]
            .GetProperty("members")
            .EnumerateArray()
            .Single(member => member.GetProperty("initializer").GetString() == "orthogonal @ b");
        foreach (var one in new[] { other.GetProperty("thresholds")[0], Measured(other, "mmcs") })
        {
            Assert.Equal("options of the metric differ", one.GetProperty("no_comparison").GetString());
        }

        Assert.Equal(2, Regex.Count(text, "orthogonal @ b: no verdict, since the options of the metric differ"));
    }

    private static JsonElement Measured(JsonElement member, string name) =>
        member.GetProperty("measurements").EnumerateArray().Single(one => one.GetProperty("measurement").GetString() == name);

    private static string Result(params ComparedExperiment[] entries) => string.Join('\n', CompareReport.Make(entries, "").Result(400));

    private static ComparedExperiment Entry(
        string name,
        long?[] crossings,
        string sha,
        Func<int, double>? length = null,
        double above = 0.9
    )
    {
        var spec = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"source":{"use":"toy"},"training":{"steps":300},"metrics":[{"use":"mmcs","with":{"recovered_above":{{above}}},"every":5}]}"""
        );
        RunRecord[] runs =
        [
            .. crossings.Select(
                (crosses, place) =>
                    Outcomes
                        .Run("orthogonal", place + 1, crosses, 300, 5, null)
                        .With(
                            spec: spec,
                            plugins: [new PluginAssembly("Sources", "0.1.0", sha)],
                            data: length is null ? null : Sample(length(place + 1))
                        )
            ),
        ];
        return new(name, Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", Outcomes.Bound)), runs);
    }

    private static DataFacts Sample(double length) => new(100, true, survey: null, new SampleFacts(100, 0.1, length, 2), inputs: null, []);
}
