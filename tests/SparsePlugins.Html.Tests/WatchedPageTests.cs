namespace SparsePlugins.Html.Tests;

/// <summary>The page of a watched sweep looks for a newer one, and the reader stays where they are.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class WatchedPageTests(Browser browser)
{
    [BrowserFact]
    public void It_is_loaded_again_with_the_same_place_and_the_same_parts_open()
    {
        var page = new ReportPage(browser, Reports.Watched);
        page.Evaluate<bool>("(document.querySelector('main details').open = true)");
        page.Evaluate<bool>("(scrollTo({ top: 400, behavior: 'instant' }), window.isOld = true)");
        var (before, open) = (page.Evaluate<double>("scrollY"), Open(page));

        Patience.Await(() => !page.Evaluate<bool>("window.isOld === true"));

        Assert.InRange(before, 300, 500);
        Patience.Await(() => Math.Abs(before - page.Evaluate<double>("scrollY")) < 2.0 && open.SequenceEqual(Open(page)));
        Assert.Contains(true, Open(page));
        Assert.Empty(page.Seen.Messages);
    }

    private static bool[] Open(ReportPage page) =>
        page.Evaluate<bool[]>("[...document.querySelectorAll('details')].map((fold) => fold.open)");
}
