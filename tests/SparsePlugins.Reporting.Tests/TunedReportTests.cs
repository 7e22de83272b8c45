using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

public sealed class TunedReportTests
{
    private static readonly IReadOnlyList<RunRecord> Runs = Example.Runs(Example.Four.Take(2), 3);

    [Fact]
    public Task A_report_shows_the_settings_and_both_scores() => Verifier.Verify(Text("mmcs", null, 0.92, 0.97), "md");

    [Fact]
    public void With_a_threshold_the_scores_are_steps()
    {
        var text = Text("mmcs >= 0.95", Example.AtLeast("mmcs", 0.95), 512, 640);

        Assert.Contains("the fewest steps to mmcs >= 0.95, on average over the seeds 101, 102", text, StringComparison.Ordinal);
        Assert.Contains("| variant | training.learning_rate | steps to mmcs >= 0.95 ↓, tuning seeds |", text, StringComparison.Ordinal);
        Assert.Contains("| xavier | 1.0e-2 | 640 (1 of 2) |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_at_an_end_of_three_values_or_more_is_warned_of()
    {
        var text = Text("mmcs", null, 0.92, 0.97);

        Assert.Contains(
            "Tuning: xavier takes the largest training.learning_rate that was tried, 1.0e-2; a better one may lie beyond",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Tuning: orthogonal", text, StringComparison.Ordinal);
    }

    private static string Text(string goal, ReportThreshold? threshold, double first, double second)
    {
        var flat = Example.Experiment(Runs, thresholds: Example.AtLeast("mmcs", 0.95));
        string[] rates = ["1.0e-3", "3.0e-3", "1.0e-2"];
        var tuning = new TuningRecord(
            goal,
            higherIsBetter: true,
            threshold,
            [101, 102],
            [new TriedKey("training.learning_rate", rates)],
            runs: 12,
            [Tuned("orthogonal", 1, first, reached: 2), Tuned("xavier", 2, second, reached: threshold is null ? 2 : 1)]
        );
        return Rendered.Markdown(flat.Tuned(tuning), Runs).Text();

        TunedVariant Tuned(string initializer, int candidate, double score, int reached) =>
            new("", "", initializer, "none", candidate, [rates[candidate]], [.. rates.Select(_ => new TrialScore(score, 2, reached))]);
    }
}
