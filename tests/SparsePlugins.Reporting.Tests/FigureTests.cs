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

        var looks = All(drawing, "path")
            .Where(path => (string?)path.Attribute("stroke-width") == "2")
            .Select(path => $"{path.Attribute("stroke")} {path.Attribute("stroke-dasharray")}");
        Assert.Equal(12, looks.Distinct().Count());
        foreach (var column in All(drawing, "text").GroupBy(text => (string?)text.Attribute("x")))
            AssertApart([.. column.Select(text => Number(text, "y")).Order()]);
        Assert.True(All(drawing, "text").Max(text => Number(text, "y")) < Number(drawing.Root!, "height"));
    }

    [Fact]
    public void What_is_said_beside_marks_stays_inside_the_figure()
    {
        // One seed is there at the start and one at the end, and the third never: there is room between the two alone.
        RunRecord[] runs = [Crossing(1, 0), Crossing(2, 1000), Crossing(3, 2000)];

        var note = All(Draw(runs, Three[0]), "text").Single(text => text.Value == "1 of 3 did not reach it");

        Assert.Equal(("middle", "332"), ((string?)note.Attribute("text-anchor"), (string?)note.Attribute("x"))); // (62 + 602) / 2
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
    public void A_title_that_is_longer_than_every_name_lies_inside_the_figure_of_differences()
    {
        var runs = Example.Runs([new Example.Variant("orthogonal", 0.25, 500), new Example.Variant("b", 0.65, 300)], 5, steps: 1000);
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Three), runs);
        var drawing = XDocument.Parse(report.Single(file => file.Path == "figures/differences.svg").Content);

        var titles = All(drawing, "text")
            .Where(text => (string?)text.Attribute("font-weight") == "600" && text.Value.Contains('≥'))
            .ToArray();
        Assert.NotEmpty(titles);
        Assert.All(titles, title => Assert.Equal("end", (string?)title.Attribute("text-anchor")));
        Assert.All(
            titles,
            title => Assert.True(Number(title, "x") >= 7 * title.Value.Length, $"'{title.Value}' ends at {Number(title, "x")}")
        );
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

    private static string[] Lines(XDocument drawing) =>
        [
            .. All(drawing, "path")
                .Where(path => (string?)path.Attribute("stroke-width") == "2")
                .Select(path => (string)path.Attribute("d")!),
        ];

    private static double Number(XElement element, string name) =>
        double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static void AssertApart(double[] places) =>
        Assert.All(
            places.Zip(places.Skip(1)),
            pair => Assert.True(pair.Second - pair.First >= 12, $"{pair.First} and {pair.Second} overlap")
        );
}
