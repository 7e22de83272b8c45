using System.Text.Json;
using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

public sealed class CompareTests
{
    private const string Here = """{"seed":1,"source":{"use":"toy","with":{"decay":0.998}},"training":{"steps":2800,"batch":512}}""";
    private const string There = """{"seed":1,"source":{"use":"toy","with":{"decay":0.99}},"training":{"steps":2800,"batch":512}}""";

    [Fact]
    public Task Two_experiments_stand_side_by_side() =>
        Verifier.Verify(Rendered.Comparison(ReportFormat.Markdown, [Entry("first", Here, 5), Entry("second", There, 4)], ""), "md");

    [Fact]
    public void Variants_are_paired_by_the_seeds_that_both_have()
    {
        var text = Rendered.Comparison(ReportFormat.Markdown, [Entry("first", Here, 5), Entry("second", Here, 3)], "");

        // The runs of "second" are the first three of "first": nothing differs in three pairs.
        var row = text.Split('\n').Last(line => line.StartsWith("| orthogonal @ second | inconclusive | ", StringComparison.Ordinal));
        Assert.Contains(" | 0 | 0 % | 3 of 3 | ", row, StringComparison.Ordinal);
        Assert.EndsWith(" | 0 of 3 | 1.00 |", row, StringComparison.Ordinal);
        Assert.DoesNotContain("Not the same batches", text, StringComparison.Ordinal);
        Assert.Contains("| seeds | 1, 2, 3, 4, 5 | 1, 2, 3 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_is_named_alone_or_with_its_experiment()
    {
        ComparedExperiment[] entries = [Entry("first", Here, 3), Entry("second", There, 3)];

        Assert.Contains(
            "data-sample @ second (baseline)",
            Rendered.Comparison(ReportFormat.Markdown, entries, "data-sample @ second"),
            StringComparison.Ordinal
        );
        var several = Assert.Throws<ArgumentException>(() => Rendered.Comparison(ReportFormat.Markdown, entries, "orthogonal"));
        Assert.Equal(
            "'orthogonal' is a variant of several experiments; give one of: orthogonal @ first; orthogonal @ second",
            several.Message
        );
        var none = Assert.Throws<ArgumentException>(() => Rendered.Comparison(ReportFormat.Json, entries, "kaiming"));
        Assert.StartsWith(
            "no variant named 'kaiming' to be the baseline; there are: orthogonal @ first;",
            none.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Json_names_what_differs_and_who_saw_other_batches()
    {
        using var json = JsonDocument.Parse(
            Rendered.Comparison(ReportFormat.Json, [Entry("first", Here, 3), Entry("second", There, 3)], "")
        );

        var difference = json.RootElement.GetProperty("differences").EnumerateArray().Single();
        Assert.Equal(
            ("source.with.decay", "0.998", "0.99"),
            (
                difference.GetProperty("key").GetString(),
                difference.GetProperty("first").GetString(),
                difference.GetProperty("second").GetString()
            )
        );
        Assert.Equal(
            ["orthogonal @ second", "data-sample @ second"],
            json.RootElement.GetProperty("not_the_same_batches").EnumerateArray().Select(name => name.GetString()!)
        );
    }

    [Fact]
    public void Csv_keeps_the_labels_and_says_whose_run_it_is()
    {
        var rows = Rendered.Comparison(ReportFormat.Csv, [Entry("first", Here, 1), Entry("second", There, 1)]).TrimEnd().Split('\n');

        Assert.Equal(2, rows.Count(row => row.Contains(",orthogonal,none,0,0,mmcs,", StringComparison.Ordinal)));
        Assert.EndsWith(",experiment=second", rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void One_run_with_other_results_in_two_folders_counts_in_each_with_its_own()
    {
        var first = Entry("first", Here, 3);
        var runs = first.Records.Select(Lower).ToList();
        var second = new ComparedExperiment("second", first.Experiment, runs);

        var text = Rendered.Comparison(ReportFormat.Markdown, [first, second], "");
        using var json = JsonDocument.Parse(Rendered.Comparison(ReportFormat.Json, [first, second], ""));

        var starts = json.RootElement.GetProperty("same_runs_other_results").EnumerateArray().ToArray();
        Assert.Equal(6, starts.Length);
        Assert.Equal("orthogonal, seed 1", starts[0].GetProperty("run").GetString());
        Assert.Contains("**The same runs, other results.**", text, StringComparison.Ordinal);
        Assert.Contains("- orthogonal, seed 1: first, second", text, StringComparison.Ordinal);
        Assert.DoesNotContain("equal in every seed", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "same runs, other results",
            Rendered.Comparison(ReportFormat.Markdown, [first, new ComparedExperiment("second", first.Experiment, first.Records)], ""),
            StringComparison.Ordinal
        );

        static RunRecord Lower(RunRecord record) =>
            record.With(
                curves:
                [
                    .. record.Curves.Select(curve => new Curve(curve.Facts, curve.Steps, [.. curve.Values.Select(value => value * 0.9)])),
                ]
            );
    }

    private static ComparedExperiment Entry(string name, string spec, int seeds)
    {
        var runs = Example
            .Runs(Example.Four.Where(variant => variant.Initializer is "orthogonal" or "data-sample"), seeds)
            .Select(run => run.With(spec: spec, id: $"{name}/{run.Id}"))
            .ToList();
        return new(name, Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.99)), runs);
    }
}
