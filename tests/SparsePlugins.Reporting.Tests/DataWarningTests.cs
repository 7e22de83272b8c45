namespace SparsePlugins.Reporting.Tests;

public sealed class DataWarningTests
{
    [Fact]
    public void A_note_of_many_runs_is_a_warning_once()
    {
        var text = Render([.. Runs(new DataFacts(40, true, null, null, ["1 % of the rows hold 98 % of the variance"]))]);

        Assert.Equal(2, text.Split("Data: 1 % of the rows hold 98 % of the variance.").Length);
        Assert.Contains("| Evaluation | 40 rows |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256, "fvu is undefined: all 256 evaluation rows are equal.")]
    [InlineData(1, "fvu is undefined: there is 1 evaluation row, and one row has no variance.")]
    public void A_metric_without_a_number_on_equal_rows_is_undefined_because_of_them(long rows, string warning)
    {
        var text = Render([.. Runs(new DataFacts(rows, false, null, null, []), double.NaN)]);

        Assert.Contains(warning, text, StringComparison.Ordinal);
        Assert.DoesNotContain("no value in any run", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_without_a_number_on_rows_that_differ_has_another_reason()
    {
        var text = Render([.. Runs(new DataFacts(256, true, null, null, []), double.NaN)]);

        Assert.DoesNotContain("evaluation rows are equal", text, StringComparison.Ordinal);
        Assert.Contains("fvu has no value in any run.", text, StringComparison.Ordinal);
    }

    private static IEnumerable<RunRecord> Runs(DataFacts data, double fvu = 0.5) =>
        from initializer in new[] { "orthogonal", "xavier" }
        from seed in Enumerable.Range(1, 3)
        select Example
            .Record($"{initializer}/{seed}", initializer, seed, [Example.Curve("fvu", "lower", [0, 10], _ => fvu)])
            .With(data: data);

    private static string Render(IReadOnlyList<RunRecord> runs) => Rendered.Markdown(Example.Experiment(runs), runs).Text();
}
