using SparsePlugins.FeaturePages;

namespace SparsePlugins.Html.Tests;

/// <summary>The page of a dictionary's features.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class FeaturePageTests(Browser browser) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public void It_opens_without_a_complaint_and_asks_for_nothing()
    {
        var page = Open();
        var (messages, requests) = page.Seen;

        Assert.Empty(messages);
        Assert.All(requests, request => Assert.StartsWith("file:", request, StringComparison.Ordinal));
        Assert.Equal(30, page.Count("#list .feature"));
        Assert.Equal(5, page.Count("#list .feature:first-child .passages li"));
        Assert.Equal(256 - 1, page.Count("#list .feature:first-child .atom rect")); // One value is 0.
        Assert.Equal("closest true feature", page.Text("#list .feature dt"));
        Assert.Equal("0, cosine 1.000, active in 50.0 % of the rows", page.Text("#list .feature dd"));
    }

    [BrowserFact]
    public void Features_are_sorted()
    {
        var page = Open();
        Assert.Equal(["#0", "#1", "#2"], Numbers(page)[..3]);
        page.Choose("#controls select", "fires least often");
        Assert.Equal(["#99", "#98", "#97"], Numbers(page)[..3]);
        page.Choose("#controls select", "worst match of a true feature");
        Assert.Equal("#99", Numbers(page)[0]);
        page.Click(".more");
        Assert.Equal(60, Numbers(page).Length);
    }

    [BrowserFact]
    public void A_search_finds_tokens_and_numbers()
    {
        var page = Open();
        page.Fill("#controls input", "#42");
        Assert.Equal(["#42"], Numbers(page));
        Assert.Equal("1 of 100", page.Text(".count"));
        page.Fill("#controls input", "42"); // A token may be a number: word42, word142 and so on.
        Assert.Contains("#42", Numbers(page));
        Assert.True(Numbers(page).Count() > 1);
        page.Fill("#controls input", "WORD107");
        Assert.Equal(["#6"], Numbers(page)); // Its fourth passage has its peak at token 5 * 6 + 3 * 21 + 14.
        page.Fill("#controls input", "nowhere");
        Assert.Empty(Numbers(page));
    }

    [BrowserFact]
    public void A_link_shows_its_feature_above_all()
    {
        var page = Open("#f77");
        Assert.Equal("#77", page.Text("#linked .number"));
        Assert.True(
            page.Evaluate<bool>(
                "document.querySelector('#f77').getBoundingClientRect().top >= document.querySelector('#controls').getBoundingClientRect().bottom - 2"
            )
        );
        page.Click("#list .number");
        Assert.Equal("#0", page.Text("#linked .number"));
        Assert.Equal("#f0", page.Evaluate<string>("location.hash"));
    }

    [BrowserFact]
    public void Nothing_is_wider_than_a_phone()
    {
        var page = Open(width: 400);
        Assert.InRange(page.Evaluate<double>("document.documentElement.scrollWidth"), 1, 400);
    }

    private ReportPage Open(string fragment = "", int width = 1280) =>
        new(browser, _folder.Write("features.html", FeaturePage.Render(FullBook.Create(100))), fragment: fragment, width: width);

    private static string[] Numbers(ReportPage page) => page.Texts("#list .number");
}
