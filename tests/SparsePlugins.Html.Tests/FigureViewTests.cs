namespace SparsePlugins.Html.Tests;

/// <summary>Figures that no chart took the place of follow the filter and the legend, as curves do.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class FigureViewTests(Browser browser)
{
    [BrowserFact]
    public void The_legend_is_ranked_by_result_and_marks_the_baseline()
    {
        var page = new ReportPage(browser, Reports.Four);

        Assert.Equal(["data-sample", "svd-sample", "orthogonal", "xavier"], page.Texts(".chart:first-of-type .variant span"));
        Assert.Equal(["orthogonalbaseline"], page.Texts(".chart:first-of-type .variant:has(small)"));
        Assert.Equal(
            ["data-sample", "svd-sample", "orthogonal (baseline)", "xavier"],
            page.Evaluate<string[]>("[...document.querySelector('table').tBodies[0].rows].map((row) => row.cells[0].textContent)")
        );
    }

    [BrowserFact]
    public void A_filter_dims_the_other_cells_lines_and_points_of_a_sweep()
    {
        var page = new ReportPage(browser, Reports.Grid);
        Assert.Equal(0, page.Count(".drawing .away"));
        page.Fill("input[type=search]", "xavier");

        foreach (var figure in new[] { "in every setting", "by l1", "by learning_rate", "by decile" })
        {
            Assert.Equal(["data-sample"], Names(page, figure, ".away"));
            Assert.Equal(["orthogonal", "xavier"], Names(page, figure, ":not(.away)"));
        }

        page.Fill("input[type=search]", "");
        Assert.Equal(0, page.Count(".drawing .away"));
    }

    [BrowserFact]
    public void A_variant_that_the_legend_hides_is_dimmed_in_every_figure()
    {
        var page = new ReportPage(browser, Reports.Grid);
        page.Click(".variant:has-text('xavier') >> nth=0");

        Assert.Equal(["xavier"], Names(page, "in every setting", ".away"));
        Assert.Equal(["xavier"], Names(page, "Paired difference in steps", ".away"));
        page.Click(".legend button:has-text('Only baseline') >> nth=0");
        Assert.Equal(["data-sample", "xavier"], Names(page, "in every setting", ".away"));
    }

    /// <summary>Of a long sweep curves are few at first; figures that show all of it keep them until a reader wants the baseline alone.</summary>
    [BrowserFact]
    public void What_charts_leave_out_at_first_is_dimmed_when_a_reader_hides_it()
    {
        var page = new ReportPage(browser, Reports.Many);
        Assert.Equal(0, page.Count(".drawing .away"));
        page.Click(".legend button:has-text('Only baseline') >> nth=0");

        Assert.Equal(["orthogonal"], Names(page, "Paired difference in steps", ":not(.away)"));
        var again = new ReportPage(browser, Reports.Many, fragment: page.Evaluate<string>("location.hash"));
        Assert.Equal(["orthogonal"], Names(again, "Paired difference in steps", ":not(.away)"));
    }

    /// <summary>A part that several variants share, such as the line through a sweep, is dimmed when all of them are hidden.</summary>
    [BrowserFact]
    public void A_part_of_several_variants_is_dimmed_with_the_last_of_them()
    {
        var page = new ReportPage(browser, Reports.Ratios);
        var names = page.Evaluate<string[]>("JSON.parse(document.querySelector('.drawing [data-variants]').dataset.variants)");
        Assert.True(names.Length > 1);

        foreach (var name in names)
        {
            Assert.Equal(0, page.Count(".drawing [data-variants].away"));
            page.Click($".variant:has-text('{name}') >> nth=0");
        }

        Assert.True(page.Count(".drawing [data-variants].away") > 0);
        page.Click($".variant:has-text('{names[0]}') >> nth=0");
        Assert.Equal(0, page.Count(".drawing [data-variants].away"));
    }

    /// <summary>The page has curves of 400 variants, and runs of all 450 in its last table.</summary>
    [BrowserFact]
    public void Variants_without_curves_are_counted_found_and_hidden_as_well()
    {
        var page = new ReportPage(browser, Reports.Crowd);
        Assert.Equal("50 more have no curves here", page.Text(".legend small:not(button small)"));
        page.Fill("input[type=search]", "m44");
        Assert.Equal("11 of 450", page.Text(".count"));
        Assert.Equal(
            12,
            page.Evaluate<int>("[...[...document.querySelectorAll('table')].at(-1).tBodies[0].rows].filter((row) => !row.hidden).length")
        );

        page.Fill("input[type=search]", "");
        page.Click(".legend button:has-text('Only baseline') >> nth=0");
        Assert.Equal(["orthogonal"], page.Evaluate<string[]>(InSight));
        var fragment = page.Evaluate<string>("location.hash");
        Assert.InRange(fragment.Length, 1, 100);
        var again = new ReportPage(browser, Reports.Crowd, fragment: fragment);
        Assert.Equal(["orthogonal"], again.Texts(".chart:first-of-type .variant[aria-pressed=true] span"));
    }

    [BrowserFact]
    public void Directions_stand_in_the_list_of_measurements_on_axes_and_in_tables()
    {
        var page = new ReportPage(browser, Reports.Four);

        Assert.Contains("mmcs ↑", page.Texts("select[aria-label=Measurement] option"));
        Assert.Contains("mmcs ↑", page.Texts(".chart .axis"));
        Assert.Contains("dead-fraction ↓", page.Texts("thead th"));
        Assert.Contains("steps to mmcs ≥ 0.9 ↓", page.Texts("thead th"));
    }

    [BrowserFact]
    public void Five_thousand_runs_open()
    {
        var page = new ReportPage(browser, Reports.FiveThousand);

        Assert.Equal("true", page.Evaluate<string>("document.documentElement.dataset.ready"));
        Assert.Contains(page.Texts("caption"), text => text.StartsWith("1000 of 5000 rows", StringComparison.Ordinal));
        Assert.Empty(page.Seen.Messages);
    }

    private const string InSight =
        "[...new Set([...document.querySelectorAll('.drawing [data-variant]:not(.away)')].map((part) => part.dataset.variant))]";

    /// <summary>Variants of the parts of a figure, by a part of its title, that a selector finds.</summary>
    private static string[] Names(ReportPage page, string title, string selector) =>
        page.Evaluate<string[]>(
            $$"""
            (() => {
              const found = [...document.querySelectorAll('.drawing svg')].find((svg) => svg.querySelector('title').textContent.includes('{{title}}'));
              return [...new Set([...found.querySelectorAll('[data-variant]')].filter((part) => part.matches('{{selector}}')).map((part) => part.dataset.variant))].sort();
            })()
            """
        );
}
