namespace SparsePlugins.Reporting.Tests;

public sealed class DataWarningTests
{
    [Fact]
    public void A_note_of_many_runs_is_a_warning_once()
    {
        var text = Render([.. Runs(new DataFacts(40, true, null, null, null, ["1 % of the rows hold 98 % of the variance"]))]);

        Assert.Equal(2, text.Split("Data: 1 % of the rows hold 98 % of the variance.").Length);
        Assert.Contains(", 40 rows of evaluation.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, "fvu is undefined: all 256 evaluation rows are equal.")]
    [InlineData(1, "fvu is undefined: there is 1 evaluation row, and one row has no variance.")]
    public void A_metric_without_a_number_on_equal_rows_is_undefined_because_of_them(long rows, string warning)
    {
        var text = Render([.. Runs(new DataFacts(rows, false, null, null, null, []), double.NaN)]);

        Assert.Contains(warning, text, StringComparison.Ordinal);
        Assert.DoesNotContain("no value in any run", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_without_a_number_on_rows_that_differ_has_another_reason()
    {
        var text = Render([.. Runs(new DataFacts(256, true, null, null, null, []), double.NaN)]);

        Assert.DoesNotContain("evaluation rows are equal", text, StringComparison.Ordinal);
        Assert.Contains("fvu has no value in any run.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_head_says_how_far_from_zero_the_activations_are_and_what_was_done_to_them()
    {
        static DataFacts Facts(double gamma, InputFacts? inputs) => new(40, true, null, new(64, gamma, 1, 2), inputs, []);
        var centered = new InputFacts("mean", 2, "none", 1, 1, 20, 0, 0);

        var raw = Runs(Facts(1.254, null)).ToArray();
        Assert.Contains(@"| Activations | gamma = \|mean\| / \|std\| = 1.25 |", Render(raw), StringComparison.Ordinal);
        Assert.Contains(
            @"| Activations | gamma = \|mean\| / \|std\| = 1.25 to 12; center: mean, scale: none, long rows dropped |",
            Render([
                .. raw[..3].Select(run => run.With(data: Facts(1.254, centered))),
                .. raw[3..].Select(run => run.With(data: Facts(12.4, centered))),
            ]),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Activations", Render([.. Runs(new DataFacts(40, true, null, null, null, []))]), StringComparison.Ordinal);
    }

    private static IEnumerable<RunRecord> Runs(DataFacts data, double fvu = 0.5) =>
        from initializer in new[] { "orthogonal", "xavier" }
        from seed in Enumerable.Range(1, 3)
        select Example
            .Record($"{initializer}/{seed}", initializer, seed, [Example.Curve("fvu", "lower", [0, 10], _ => fvu)])
            .With(data: data);

    private static string Render(IReadOnlyList<RunRecord> runs) => Rendered.Markdown(Example.Experiment(runs), runs).Text();
}
