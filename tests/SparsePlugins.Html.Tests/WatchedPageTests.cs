using System.Diagnostics;

namespace SparsePlugins.Html.Tests;

/// <summary>The page of a watched sweep looks for a newer one, and the reader stays where they are.</summary>
[Collection(nameof(Browser))]
public sealed class WatchedPageTests(Browser browser)
{
    [BrowserFact]
    public void It_is_loaded_again_with_the_same_place_and_the_same_parts_open()
    {
        var page = new ReportPage(browser, Reports.Watched);
        page.Evaluate<bool>("(document.querySelector('main details').open = true)");
        page.Evaluate<bool>("(scrollTo({ top: 400, behavior: 'instant' }), window.isOld = true)");
        var (before, open) = (page.Evaluate<double>("scrollY"), Open(page));

        var clock = Stopwatch.StartNew();
        while (page.Evaluate<bool>("window.isOld === true"))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "it was not loaded again");
            Thread.Sleep(200);
        }

        Thread.Sleep(300);
        Assert.InRange(before, 300, 500);
        Assert.Equal(before, page.Evaluate<double>("scrollY"), 2.0);
        Assert.Equal(open, Open(page));
        Assert.Contains(true, Open(page));
        Assert.Empty(page.Seen.Messages);
    }

    private static bool[] Open(ReportPage page) =>
        page.Evaluate<bool[]>("[...document.querySelectorAll('details')].map((fold) => fold.open)");
}
