namespace SparsePlugins.Reporting.Tests;

/// <summary>Reports of experiments that lack records or their baseline, or have records too many.</summary>
public sealed class IncompleteReportTests
{
    private static readonly ReportThreshold[] Usual = [Example.AtLeast("mmcs", 0.95), Example.AtLeast("mmcs", 0.99)];

    [Fact]
    public void Without_any_record_the_report_says_so()
    {
        var runs = Example.Runs(Example.Four, 3);

        var text = Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), []).Text();

        Assert.Contains("**No run has finished yet.**", text, StringComparison.Ordinal);
        Assert.Contains("12 runs of 12 without a record yet: orthogonal seed 1;", text, StringComparison.Ordinal);
        Assert.Contains("and 2 more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_baseline_is_named_and_no_difference_is_given()
    {
        var runs = Example.Runs(Example.Four, 3);

        var text = Rendered.Markdown(Example.Experiment(runs, "kaiming", thresholds: Usual), runs).Text();

        Assert.Contains("No variant is the baseline kaiming", text, StringComparison.Ordinal);
        Assert.DoesNotContain("difference to baseline", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_another_experiment_is_left_out_and_counted()
    {
        var runs = Example.Runs(Example.Four, 3);
        var experiment = Example.Experiment(runs, thresholds: Usual);
        var unknown = Example.Record("unknown", "orthogonal", 1, [Example.Curve("mmcs", "higher", [0], _ => 1e6)]);

        var (without, with) = (Rendered.Markdown(experiment, runs).Text(), Rendered.Markdown(experiment, [unknown, .. runs]).Text());

        Assert.Contains("1 record of no run of this experiment, left out.", with, StringComparison.Ordinal);
        Assert.Equal(Rendered.Csv(experiment, runs), Rendered.Csv(experiment, [unknown, .. runs]));
        Assert.DoesNotContain("Warnings", without, StringComparison.Ordinal);
    }
}
