using System.Globalization;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

public sealed class FigureTests
{
    private static readonly ReportThreshold[] Three =
    [
        Example.AtLeast("mmcs", 0.95),
        Example.AtLeast("mmcs", 0.98),
        Example.AtLeast("mmcs", 0.99),
    ];

    [Fact]
    public void A_mean_lies_where_it_is_worked_by_hand_and_a_stopped_run_keeps_its_last_value()
    {
        // Seed 1 goes 0 -> 1 in 50 steps and stops; seeds 2 and 3 go 0 -> 1 in 100. Means at 0, 50, 100: 0, (1 + 0.5 + 0.5) / 3, 1.
        // Steps 0..100 take x = 62..602, values 0..1 take y = 370..70: 370 - 300 · 2/3 = 170.
        RunRecord[] runs = [Line("a", 1, 50), Line("a", 2, 100), Line("a", 3, 100)];

        Assert.Equal(["M62,370L332,170L602,70"], Lines(Draw(runs)));
    }

    [Fact]
    public void Every_evaluation_is_drawn()
    {
        var runs = Example.Runs(Example.Four.Take(1), 3, steps: 800, every: 2);

        Assert.Equal(401, Lines(Draw(runs)).Single().Count(c => c is 'M' or 'L'));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 4)]
    public void A_band_needs_three_seeds(int seeds, int bands) =>
        Assert.Equal(bands, All(Draw(Example.Runs(Example.Four, seeds)), "path").Count(path => path.Attribute("fill-opacity") is not null));

    [Fact]
    public void A_value_that_is_no_number_breaks_the_line()
    {
        double[] values = [0, 0.5, double.NaN, 0.5, 1];
        var run = Example.Record("a", "orthogonal", 1, [Example.Curve("mmcs", "higher", [0, 10, 20, 30, 40], values)]);

        Assert.Equal(["M62,370L197,220", "M467,220L602,70"], Lines(Draw([run])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public void Twelve_variants_look_different_and_their_labels_stand_apart_wherever_the_baseline_is(int baseline)
    {
        var variants = Enumerable
            .Range(0, 12)
            .Select(i => new Example.Variant(
                i == baseline ? "orthogonal" : $"mean-residual(ratio=0.{i}, detector=isolation-forest, trees=100)",
                0.2 + 0.02 * i,
                100 + i
            ));

        var drawing = Draw(Example.Runs(variants, 3), Three);

        var looks = Curves(drawing).Select(path => $"{path.Attribute("stroke")} {path.Attribute("stroke-dasharray")}");
        Assert.Equal(12, looks.Distinct().Count());
        foreach (var column in All(drawing, "text").GroupBy(text => (string?)text.Attribute("x")))
            AssertApart([.. column.Select(text => Number(text, "y")).Order()]);
        Assert.True(All(drawing, "text").Max(text => Number(text, "y")) < Number(drawing.Root!, "height"));
    }

    [Fact]
    public void Every_row_has_its_name_and_its_number_in_columns_inside_the_figure()
    {
        // Marks at both edges of the frame leave no room beside them.
        RunRecord[] runs = [Crossing(1, 0), Crossing(2, 1000), Crossing(3, 2000)];
        var drawing = Draw(runs, Three[0]);

        var name = All(drawing, "text").Last(text => text.Value == "orthogonal" && (string?)text.Attribute("font-size") == "11");
        var note = All(drawing, "text").Single(text => text.Value == "1 of 3 did not reach it");

        Assert.Equal(Number(name, "y"), Number(note, "y"));
        Assert.True(Number(name, "x") > 602); // The right edge of the frame.
        Assert.True(Number(note, "x") > Number(name, "x") + 60);
        Assert.True(Number(note, "x") + 130 < Number(drawing.Root!, "width"));
    }

    [Fact]
    public void A_heading_that_is_longer_than_the_figure_is_broken_into_lines_and_pushes_down_what_follows()
    {
        var setting = string.Join(", ", Enumerable.Range(1, 12).Select(i => $"autoencoder.option_{i}=0.{i}"));
        var runs = Example.Runs(Example.Four.Take(2), 3).ToList();
        var flat = Example.Experiment(runs);
        var other = flat.Runs.Select(run => new ExperimentRun(
            run.Id,
            run.Cohort,
            "",
            run.Seed,
            run.Architecture,
            run.Initializer,
            run.Reinitializer,
            null
        ));
        var named = flat.Runs.Select(run => new ExperimentRun(
            run.Id,
            run.Cohort,
            setting,
            run.Seed,
            run.Architecture,
            run.Initializer,
            run.Reinitializer,
            null
        ));
        var drawing = XDocument.Parse(
            Rendered.Markdown(flat.WithRuns([.. other, .. named]), runs).Single(file => file.Path == "figures/setting-2-mmcs.svg").Content
        );

        var title = All(drawing, "text").Where(text => (string?)text.Attribute("font-size") == "16").ToList();
        Assert.True(title.Count > 1);
        Assert.EndsWith("option_12=0.12", title[^1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain(title, line => line.Value.Contains('…'));
        Assert.Contains(All(drawing, "g"), group => (string?)group.Attribute("transform") == $"translate(0 {20 * (title.Count - 1)})");
    }

    [Fact]
    public void Few_measurements_are_marked_each_and_many_only_where_they_end()
    {
        RunRecord Run(int count) =>
            Example.Record(
                "a",
                "orthogonal",
                1,
                [Example.Curve("mmcs", "higher", [.. Enumerable.Range(0, count).Select(i => 10L * i)], _ => 0.5)]
            );

        Assert.Equal(12, All(Draw([Run(12)]), "circle").Count());
        Assert.Single(All(Draw([Run(13)]), "circle"));
    }

    [Fact]
    public void What_falls_by_more_than_a_factor_of_twenty_is_drawn_on_a_logarithmic_axis_to_its_end()
    {
        // 20 at first and 0.2 at the end: two decades take 300 pixels, from 20 at the top to 0.2 at the bottom.
        var run = Example.Record("a", "orthogonal", 1, [Example.Curve("fvu", "lower", [0, 50, 100], [20, 2, 0.2])]);
        var drawing = XDocument.Parse(
            Rendered.Markdown(Example.Experiment([run]), [run]).Single(file => file.Path == "figures/fvu.svg").Content
        );

        Assert.Equal(["M62,70L332,220L602,370"], Lines(drawing));
    }

    [Fact]
    public void Runs_that_failed_before_they_measured_leave_an_empty_figure()
    {
        var run = Example.Record("a", "orthogonal", 1, [Example.Curve("mmcs", "higher", [0], _ => 0.3)], Outcome.Failed, "no data");

        Assert.Empty(Lines(Draw([run], Three)));
    }

    private static RunRecord Crossing(long seed, long step) =>
        Example.Record(
            $"a{seed}",
            "orthogonal",
            seed,
            [Example.Curve("mmcs", "higher", step == 0 ? [0, 1000] : [0, Math.Min(step, 1000)], at => at >= step ? 0.96 : 0.2)]
        );

    private static RunRecord Line(string initializer, long seed, long steps) =>
        Example.Record($"{initializer}{seed}", initializer, seed, [Example.Curve("mmcs", "higher", [0, steps], step => step == 0 ? 0 : 1)]);

    [Fact]
    public void Every_text_of_a_figure_of_differences_lies_inside_it_and_long_names_are_whole()
    {
        const string Long = "orthogonal(encoder=tied,encoder_bias=quantile,firing_rate_decay=1,fit_encoder_scale=true)";
        var runs = Example.Runs([new Example.Variant("orthogonal", 0.25, 500), new Example.Variant(Long, 0.65, 300)], 5, steps: 1000);
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Three), runs);
        foreach (var name in new[] { "differences", "differences-at-the-end" })
        {
            var drawing = XDocument.Parse(report.Single(file => file.Path == $"figures/{name}.svg").Content);
            var texts = All(drawing, "text").ToList();

            // DejaVu Sans is 0.84 em wide where it is widest in names, and 0.6 on average.
            Assert.All(
                texts.Where(text => (string?)text.Attribute("text-anchor") == "end"),
                text => Assert.True(Number(text, "x") >= 7.2 * text.Value.Length, $"'{text.Value}' ends at {Number(text, "x")}")
            );
            Assert.DoesNotContain(texts, text => text.Value.Contains('…'));
            Assert.Contains(
                texts,
                text =>
                    text.Value == "firing_rate_decay=1,fit_encoder_scale=true)" || text.Value.EndsWith("true)", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Ends_have_a_figure_of_differences_with_the_best_first_and_the_baseline_marked()
    {
        var runs = Example.Runs([new("orthogonal", 0.25, 300), new("worse", 0.2, 400), new("better", 0.65, 200)], 5, steps: 1000);
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Three[0]), runs);
        var drawing = XDocument.Parse(report.Single(file => file.Path == "figures/differences-at-the-end.svg").Content);
        var texts = All(drawing, "text").Select(text => text.Value).ToList();

        var first = texts.FindIndex(text => text == "better");
        Assert.True(first >= 0 && first < texts.IndexOf("orthogonal (baseline)"));
        Assert.True(texts.IndexOf("orthogonal (baseline)") < texts.FindIndex(text => text == "worse"));
        Assert.Contains(texts, text => text.EndsWith(" %", StringComparison.Ordinal) && text.Contains('('));
    }

    private static XDocument Draw(IReadOnlyList<RunRecord> runs, params ReportThreshold[] thresholds) =>
        XDocument.Parse(
            Rendered
                .Markdown(Example.Experiment(runs, thresholds: thresholds), runs)
                .Single(file => file.Path == "figures/mmcs.svg")
                .Content
        );

    private static IEnumerable<XElement> All(XDocument drawing, string name) =>
        drawing.Descendants().Where(element => element.Name.LocalName == name);

    private static IEnumerable<XElement> Curves(XDocument drawing) =>
        All(drawing, "path").Where(path => (string?)path.Attribute("stroke-linejoin") == "round");

    private static string[] Lines(XDocument drawing) => [.. Curves(drawing).Select(path => (string)path.Attribute("d")!)];

    private static double Number(XElement element, string name) =>
        double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static void AssertApart(double[] places) =>
        Assert.All(
            places.Zip(places.Skip(1)),
            pair => Assert.True(pair.Second - pair.First >= 12, $"{pair.First} and {pair.Second} overlap")
        );
}
