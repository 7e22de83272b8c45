namespace SparsePlugins.Html.Tests;

/// <summary>The page opens, offline, whatever it holds.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class OpeningTests(Browser browser)
{
    [BrowserFact]
    public void It_opens_from_a_file_without_a_message_and_without_asking_for_anything_else()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Hover(0.5, 0.5);
        page.Click("#tools button");

        var (messages, requests) = page.Seen;
        Assert.Empty(messages);
        Assert.Equal([new Uri(Reports.Four).AbsoluteUri], requests);
    }

    [BrowserFact]
    public void Its_policy_forbids_what_it_does_not_do()
    {
        var page = new ReportPage(browser, Reports.Four);
        var refused = page.Evaluate<string[]>(Trespasses);

        Assert.Equal(["connect-src", "img-src", "script-src-elem", "style-src-elem"], refused.Order());
        Assert.False(page.Evaluate<bool>("window.ran === true"));
    }

    [BrowserFact]
    public void Names_that_look_like_tags_are_names()
    {
        var page = new ReportPage(browser, Reports.Wild);
        page.Hover(0.6, 0.2);
        page.Fill("input[type=search]", "</script>");

        Assert.Equal(0, page.Count("img"));
        Assert.Contains(Reports.Hostile, page.Texts(".variant span"));
        Assert.Contains(Reports.Hostile, page.Texts("tbody th"));
        Assert.Empty(page.Seen.Messages);
    }

    [BrowserFact]
    public void Two_hundred_runs_are_a_page_below_a_megabyte_that_opens()
    {
        Assert.InRange(new FileInfo(Reports.Many).Length, 100_000, 1_000_000);
        Assert.Equal("true", new ReportPage(browser, Reports.Many).Evaluate<string>("document.documentElement.dataset.ready"));
    }

    [BrowserFact]
    public void A_long_sweep_shows_a_few_variants_first_and_all_when_asked()
    {
        var page = new ReportPage(browser, Reports.Many);
        const string Curves = ".chart:first-of-type .curves path[data-variant]";

        Assert.Equal(12, page.Count(Curves));
        page.Click(".legend .plain");
        Assert.Equal(40, page.Count(Curves));
    }

    [BrowserFact]
    public void Without_scripts_the_drawings_and_the_tables_are_there()
    {
        var page = new ReportPage(browser, Reports.Four, runsScripts: false);

        Assert.Equal(0, page.Count(".stage") + page.Count("button") + page.Count("input"));
        Assert.True(page.Count("figure svg[role=img]") >= 3);
        Assert.True(page.Evaluate<double>("document.querySelector('figure svg').getBoundingClientRect().width") > 400);
        Assert.Contains("data-sample", page.Texts("tbody th"));
    }

    /// <summary>A request, an image, a script and a style sheet, and what the policy says of them.</summary>
    private const string Trespasses = """
        new Promise((done) => {
          const refused = [];
          document.addEventListener("securitypolicyviolation", (event) => {
            refused.push(event.effectiveDirective);
            if (refused.length === 4) done(refused);
          });
          fetch("https://example.invalid/").catch(() => {});
          new Image().src = "https://example.invalid/a.png";
          const [script, style] = [document.createElement("script"), document.createElement("style")];
          script.textContent = "window.ran = true";
          style.textContent = "body { display: none }";
          document.body.append(script, style);
        })
        """;
}
