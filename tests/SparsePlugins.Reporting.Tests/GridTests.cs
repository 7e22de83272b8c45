using System.Text.Json;

namespace SparsePlugins.Reporting.Tests;

/// <summary>A crossing is known to an interval of steps.</summary>
public sealed class GridTests
{
    /// <summary>True crossings of eight pairs: differences of 70 to 150, 110 on average.</summary>
    private static readonly (int Slow, int Fast)[] True =
    [
        (440, 340),
        (450, 330),
        (460, 390),
        (470, 320),
        (480, 370),
        (430, 320),
        (490, 360),
        (420, 350),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(400)]
    public void On_every_grid_the_intervals_hold_those_of_the_finest(int every)
    {
        var (fine, coarse) = (Intervals(1), Intervals(every));

        Assert.Equal(fine.Mean, True.Average(pair => pair.Fast - pair.Slow));
        Assert.InRange(coarse.Student.Lower, -2.0 * every - 500, fine.Student.Lower);
        Assert.InRange(coarse.Student.Upper, fine.Student.Upper, 2.0 * every + 500);
        Assert.True(coarse.Bootstrap.Lower <= fine.Bootstrap.Lower && coarse.Bootstrap.Upper >= fine.Bootstrap.Upper);
    }

    [Fact]
    public void A_grid_of_ten_steps_costs_a_tenth_of_what_the_noise_does()
    {
        var (fine, coarse) = (Intervals(1), Intervals(10));

        Assert.InRange(coarse.Student.Upper - coarse.Student.Lower, 0, fine.Student.Upper - fine.Student.Lower + 2 * 2 * 9);
        Assert.Equal("faster", Outcomes.Row(Text(10), "data-sample")["verdict"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public void Where_all_pairs_coincide_the_grid_is_said_to_be_too_coarse(int every)
    {
        // All of data-sample in (0, 400], all of orthogonal in (400, 800]; or (200, 400] and (400, 600].
        var text = Text(every);

        Assert.Equal("inconclusive", Outcomes.Row(text, "data-sample")["verdict"]);
        Assert.StartsWith($"-{every} (", Outcomes.Row(text, "data-sample")["difference to baseline"], StringComparison.Ordinal);
        Assert.Contains("data-sample: all pairs coincide on the grid of evaluations", text, StringComparison.Ordinal);
        Assert.Contains(
            " The grid of evaluations is too coarse for more: set a smaller evaluation.every.\n",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain($"{every} to {every}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_of_many_cells_is_shown_though_all_pairs_coincide()
    {
        // Each difference lies in -799 to -601. The widest Student interval of eight such values has two or three at the near end.
        var text = Outcomes.Text(
            Outcomes.Variant("orthogonal", 1000, 100, [.. Enumerable.Repeat<long?>(900, 8)]),
            Outcomes.Variant("data-sample", 1000, 100, [.. Enumerable.Repeat<long?>(200, 8)])
        );

        Assert.Equal("faster", Outcomes.Row(text, "data-sample")["verdict"]);
        Assert.Equal("-700 (-833 to -567)", Outcomes.Row(text, "data-sample")["difference to baseline"]);
        Assert.Contains("data-sample: all pairs coincide on the grid of evaluations", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_undefined_value_before_the_crossing_widens_its_range()
    {
        // Below at 100, undefined at 200, across at 300: after 100, and by 300.
        RunRecord Run(string name, int seed, double[] values) =>
            Example.Record($"{name}{seed}", name, seed, [Example.Curve("mmcs", "higher", [0, 100, 200, 300], values)]);

        RunRecord[] runs =
        [
            .. Enumerable.Range(1, 3).Select(seed => Run("orthogonal", seed, [0.1, 0.2, double.NaN, 0.95])),
            .. Enumerable.Range(1, 3).Select(seed => Run("data-sample", seed, [0.95, 0.95, double.NaN, 0.95])),
        ];

        // 0 - 300 to 0 - 101: with three pairs one may lie at the other end, which reaches below -300 (the horizon stops it).
        Assert.StartsWith(
            "-300 (-300 to ",
            Outcomes.Row(Rendered.Markdown(Outcomes.Experiment(runs), runs).Text(), "data-sample")["difference to baseline"],
            StringComparison.Ordinal
        );
    }

    private static string Text(int every) => Rendered.Markdown(Outcomes.Experiment(Runs(every)), Runs(every)).Text();

    private static RunRecord[] Runs(int every) =>
        [
            .. Outcomes.Variant("orthogonal", 800, every, [.. True.Select(pair => (long?)pair.Slow)]),
            .. Outcomes.Variant("data-sample", 800, every, [.. True.Select(pair => (long?)pair.Fast)]),
        ];

    private static (double Mean, (double Lower, double Upper) Student, (double Lower, double Upper) Bootstrap) Intervals(int every)
    {
        using var json = JsonDocument.Parse(Rendered.Json(Outcomes.Experiment(Runs(every)), Runs(every)));
        var comparison = json
            .RootElement.GetProperty("settings")[0]
            .GetProperty("members")[1]
            .GetProperty("thresholds")[0]
            .GetProperty("comparison");
        double Number(JsonElement parent, string name) => parent.GetProperty(name).GetDouble();
        var difference = comparison.GetProperty("difference");
        return (
            Number(difference, "mean"),
            (Number(difference, "lower"), Number(difference, "upper")),
            (Number(comparison, "bootstrap_lower"), Number(comparison, "bootstrap_upper"))
        );
    }
}
