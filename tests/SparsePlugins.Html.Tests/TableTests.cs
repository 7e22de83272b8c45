namespace SparsePlugins.Html.Tests;

/// <summary>Tables that can be sorted.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class TableTests(Browser browser)
{
    private const string First = ".table:first-of-type table";

    [BrowserFact]
    public void A_column_sorts_up_then_down_then_as_it_was()
    {
        var page = new ReportPage(browser, Reports.Four);
        var before = Names(page);
        Sort(page);
        Assert.Equal("ascending", Order(page));
        var up = Steps(page);
        Assert.Equal(up.Order(), up);
        Sort(page);
        var down = Steps(page);
        Assert.Equal(up.Reverse(), down);
        Sort(page);
        Assert.Equal(before, Names(page));
        Assert.Null(Order(page));
    }

    [BrowserFact]
    public void Headers_stay_in_sight_of_a_long_table()
    {
        var page = new ReportPage(browser, Reports.Many);
        page.Evaluate<bool>(
            "document.querySelectorAll('table')[0].rows[30].scrollIntoView({ block: 'center', behavior: 'instant' }) === undefined"
        );

        var top = page.Evaluate<double>("document.querySelector('thead th').getBoundingClientRect().top");
        var bar = page.Evaluate<double>("document.querySelector('.bar').getBoundingClientRect().bottom");
        Assert.InRange(top, bar - 2, bar + 2);
    }

    private static void Sort(ReportPage page) => page.Click($"{First} thead button >> nth=2");

    private static string[] Names(ReportPage page) => Column(page, 0);

    private static double[] Steps(ReportPage page) =>
        [.. Column(page, 2).Select(text => double.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];

    private static string? Order(ReportPage page) =>
        page.Evaluate<string?>("document.querySelector('thead').rows[0].cells[2].getAttribute('aria-sort')");

    private static string[] Column(ReportPage page, int index) =>
        page.Evaluate<string[]>($"[...document.querySelector('table').tBodies[0].rows].map((row) => row.cells[{index}].textContent)");
}
