using System.Globalization;

namespace SparsePlugins.Html.Tests;

/// <summary>What a person can do with the curves.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class CurveTests(Browser browser)
{
    private const string Curves = ".chart:first-of-type .curves path[data-variant]";

    [BrowserFact]
    public void A_hover_shows_the_numbers_of_the_csv()
    {
        var rows = Rows(Reports.FourRuns);
        var page = new ReportPage(browser, Reports.Four);
        foreach (var (across, down) in new[] { (0.2, 0.1), (0.3, 0.5), (0.4, 0.2), (0.7, 0.05) })
        {
            page.Hover(across, down);
            var variant = page.Evaluate<string>("document.querySelector('.readout').dataset.variant");
            var step = page.Evaluate<int>("Number(document.querySelector('.readout').dataset.step)");

            Assert.Equal(ExpectedMean(rows, variant, step), page.Text(".readout .what .mean"));
            Assert.EndsWith("5 seeds", page.Text(".readout .interval"), StringComparison.Ordinal);
            Assert.StartsWith($"step {step}", page.Text(".readout .where").Replace("\u202f", ""), StringComparison.Ordinal);
        }
    }

    [BrowserFact]
    public void A_hover_shows_the_interval_of_the_table()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Focus(".stage");
        page.Press("Home", "ArrowDown", "ArrowDown");

        // The first step of the baseline, which is third by result, is the "at initialization" of its row, which is printed with a decimal less.
        var cell = page.Evaluate<string>(
            """
            (() => {
              const rows = [...[...document.querySelectorAll('table')].find((table) => table.getAttribute('aria-label') === 'mmcs ↑').rows];
              const column = [...rows[0].cells].findIndex((cell) => cell.textContent.trim().startsWith('at initialization'));
              return rows.find((row) => row.cells[0].textContent.includes('(baseline)')).cells[column].textContent;
            })()
            """
        );
        var (mean, width) = (Number(cell.Split(" ± ")[0]), Number(cell.Split(" ± ")[1]));
        Assert.Equal(mean, Number(page.Text(".readout .what .mean")), 4);
        Assert.Equal(width, Number(page.Text(".readout .what .width").Replace(" ± ", "")), 4);
    }

    [BrowserFact]
    public void A_variant_of_the_legend_goes_and_comes_back()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Click(".variant >> nth=1");

        Assert.Equal(["data-sample", "orthogonal", "xavier"], Drawn(page));
        Assert.Equal("false", page.Evaluate<string>("document.querySelectorAll('.variant')[1].getAttribute('aria-pressed')"));
        page.Click(".legend .plain");
        Assert.Equal(4, Drawn(page).Length);
        page.DoubleClick(".variant >> nth=3");
        Assert.Equal(["xavier"], Drawn(page));
    }

    [BrowserFact]
    public void A_drag_zooms_into_its_steps_and_a_double_click_comes_back()
    {
        var page = new ReportPage(browser, Reports.Four);
        var before = page.Ticks("step");
        page.Drag(0.3, 0.5);
        var inside = page.Ticks("step");

        Assert.True(inside[0] > before[0] && inside[^1] < before[^1]);
        Assert.True(page.Ticks("value")[0] > 0.3);
        page.DoubleClickAt(0.5, 0.3);
        Assert.Equal(before, page.Ticks("step"));
    }

    [BrowserFact]
    public void Both_axes_can_be_logarithmic()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Choose("select[aria-label=Measurement]", "loss ↓");
        page.Click("text=log values >> nth=0");
        page.Click("text=log steps >> nth=0");

        var (steps, values) = (page.Ticks("step"), page.Ticks("value"));
        Assert.All(steps, step => Assert.True(step > 0));
        Assert.Contains(100, steps);
        Assert.True(values[1] / values[0] > 1.5);
        Assert.Contains("loss", page.Text(".chart .title"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public void Bands_can_be_left_out()
    {
        var page = new ReportPage(browser, Reports.Four);
        const string Bands = ".chart:first-of-type .curves path[fill-opacity]";
        Assert.Equal(4, page.Count(Bands));
        page.Click("text=bands >> nth=0");
        Assert.Equal(0, page.Count(Bands));
    }

    [BrowserFact]
    public void Every_measurement_can_be_chosen()
    {
        var page = new ReportPage(browser, Reports.Four);
        foreach (var name in page.Texts("select[aria-label=Measurement] option").Distinct())
        {
            page.Choose("select[aria-label=Measurement]", name);
            Assert.StartsWith(name, page.Text(".chart .title"), StringComparison.Ordinal);
            Assert.Equal(4, Drawn(page).Length);
        }

        Assert.Empty(page.Seen.Messages);
    }

    [BrowserFact]
    public void Keys_walk_along_a_curve_and_say_where_they_are()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Focus(".stage");
        page.Press("Home", "ArrowRight", "ArrowRight");
        Assert.StartsWith("data-sample, step 40: mmcs 0.", page.Text("figure [role=status]"), StringComparison.Ordinal);
        page.Press("ArrowDown");
        Assert.StartsWith("svd-sample, step 40: mmcs 0.", page.Text("figure [role=status]"), StringComparison.Ordinal);
        var before = page.Ticks("step");
        page.Press("+", "+");
        Assert.True(page.Ticks("step")[^1] < before[^1]);
        page.Press("Escape");
        Assert.Equal(before, page.Ticks("step"));
    }

    [BrowserFact]
    public void The_filter_narrows_charts_drawings_and_tables_alike_and_keeps_the_baseline()
    {
        var page = new ReportPage(browser, Reports.Many);
        page.Fill("input[type=search]", "ratio=0.1)");

        Assert.Equal(["mean-residual(ratio=0.1)", "orthogonal"], Drawn(page));
        Assert.Equal("1 of 40", page.Text(".count"));
        Assert.Equal(
            ["mean-residual(ratio=0.1)", "orthogonal"],
            page.Evaluate<string[]>(
                "[...new Set([...document.querySelectorAll('.drawing [data-variant]:not(.away)')].map((part) => part.dataset.variant))].sort()"
            )
        );
        Assert.Equal(2, page.Evaluate<int>("[...document.querySelector('table').tBodies[0].rows].filter((row) => !row.hidden).length"));
    }

    private static string[] Drawn(ReportPage page) =>
        page.Evaluate<string[]>($"[...document.querySelectorAll('{Curves}')].map((path) => path.dataset.variant).reverse()");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<(string Seed, string Variant, int Step, double Value)> Rows(IReadOnlyList<RunRecord> runs) =>
        [
            .. from line in Rendered.Csv(Reports.ExperimentOf(runs), runs).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            let cells = line.Split(',')
            where cells[7] == "mmcs"
            select (cells[2], cells[3], int.Parse(cells[5], CultureInfo.InvariantCulture), Number(cells[8])),
        ];

    /// <summary>Over seeds, of which one that stopped keeps its last value.</summary>
    private static string ExpectedMean(List<(string Seed, string Variant, int Step, double Value)> rows, string variant, int step) =>
        rows.Where(row => row.Variant == variant && row.Step <= step)
            .GroupBy(row => row.Seed)
            .Average(seed => seed.MaxBy(row => row.Step).Value)
            .ToString("F5", CultureInfo.InvariantCulture);
}
