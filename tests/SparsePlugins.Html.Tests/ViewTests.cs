using System.Text;
using System.Xml.Linq;

namespace SparsePlugins.Html.Tests;

/// <summary>What a person reads off a figure, sends on and takes away.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class ViewTests(Browser browser)
{
    [BrowserFact]
    public void A_hover_says_the_difference_to_the_baseline_and_dims_the_others()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Focus(".stage");
        page.Press("Home", "ArrowDown");

        Assert.Matches(@"^[+-]0\.\d+ \([+-]\d+\.\d %\) against orthogonal$", page.Text(".readout .difference"));
        var dimmed = page.Evaluate<string[]>(
            "[...document.querySelector('.chart').querySelectorAll('.curves path.dimmed[data-variant]')].map((path) => path.dataset.variant)"
        );
        Assert.Equal(["data-sample", "xavier"], dimmed.Order());
        page.Press("Escape");
        Assert.Equal(0, page.Count(".chart .dimmed"));
    }

    [BrowserFact]
    public void Ticks_of_seeds_say_which_run_they_are()
    {
        var page = new ReportPage(browser, Reports.Four);

        Assert.Contains(
            page.Texts(".chart .row line title"),
            text => text.StartsWith("data-sample, seed 1: step ", StringComparison.Ordinal)
        );
        var (across, down) = Tick(page, 2);
        page.Hover(across, down);
        AssertTick(page, 2);
    }

    [BrowserFact]
    public void A_tap_on_a_tick_says_which_run_it_is()
    {
        var page = new ReportPage(browser, Reports.Four, width: 400, height: 740, hasTouch: true);
        var (across, down) = Tick(page, 3);
        page.Tap(across, down);

        AssertTick(page, 3);
        Assert.True(page.Evaluate<bool>("document.querySelector('.readout').checkVisibility()"));
    }

    /// <summary>The first run of the data that crossed the first threshold with a seed, by the record alone.</summary>
    private static void AssertTick(ReportPage page, int seed)
    {
        var run = Reports.FourRuns.Single(one => one.Initializer == "data-sample" && one.Seed == seed);
        var curve = run.Curves[0];
        var step = curve.Steps.Zip(curve.Values).First(point => point.Second >= 0.9).First;
        Assert.Equal("data-sample", page.Evaluate<string>("document.querySelector('.readout').dataset.variant"));
        Assert.Equal(step, page.Evaluate<long>("Number(document.querySelector('.readout').dataset.step)"));
        Assert.Contains($"{seed}", page.Text(".readout .run").Split(' ', ',').Select(word => word.Trim()));
        Assert.Equal("first step at mmcs ≥ 0.9", page.Text(".readout .interval"));
    }

    /// <summary>Where the tick of a seed of data-sample lies, in shares of the chart.</summary>
    private static (double Across, double Down) Tick(ReportPage page, int seed)
    {
        var place = page.Evaluate<double[]>(
            $$"""
            (() => {
              const stage = document.querySelector('.stage').getBoundingClientRect();
              const tick = [...document.querySelectorAll('.chart .row line')].find((line) => line.textContent.startsWith('data-sample, seed {{seed}}:')).getBoundingClientRect();
              return [(tick.left + tick.width / 2 - stage.left) / stage.width, (tick.top + tick.height / 2 - stage.top) / stage.height];
            })()
            """
        );
        return (place[0], place[1]);
    }

    [BrowserFact]
    public void A_tap_on_a_phone_shows_its_readout_until_the_next()
    {
        var page = new ReportPage(browser, Reports.Four, width: 400, height: 740, hasTouch: true);
        page.Tap(0.5, 0.2);

        Assert.True(page.Evaluate<bool>("document.querySelector('.readout').checkVisibility()"));
        Assert.Equal(400, page.Evaluate<int>("document.documentElement.scrollWidth"));
    }

    [BrowserFact]
    public void The_address_opens_the_same_view_again()
    {
        var page = new ReportPage(browser, Reports.Four);
        page.Click(".variant >> nth=1");
        page.Choose("select[aria-label=Measurement]", "l0");
        page.Drag(0.3, 0.5);
        var (fragment, ticks) = (page.Evaluate<string>("location.hash"), page.Ticks("step"));

        var again = new ReportPage(browser, Reports.Four, fragment: fragment);
        Assert.Equal(ticks, again.Ticks("step"));
        Assert.StartsWith("l0", again.Text(".chart .title"), StringComparison.Ordinal);
        Assert.Equal("false", again.Evaluate<string>("document.querySelectorAll('.variant')[1].getAttribute('aria-pressed')"));
    }

    [BrowserFact]
    public void An_address_that_is_of_no_view_opens_the_page()
    {
        var page = new ReportPage(browser, Reports.Four, fragment: "#main?hide=%5B&c0=%7B%22setting%22%3A9%7D&c1=x&filter=");

        Assert.Equal("true", page.Evaluate<string>("document.documentElement.dataset.ready"));
        Assert.Empty(page.Seen.Messages);
    }

    [BrowserFact]
    public void Numbers_and_drawings_can_be_saved()
    {
        var page = new ReportPage(browser, Reports.Four);
        var (name, csv) = page.Download(".chart .takeaway button:has-text('CSV') >> nth=0");
        Assert.Equal("mmcs-by-training-step.csv", name);
        Assert.StartsWith("variant,step,mean,half_width,seeds\ndata-sample,0,0.", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);

        var drawing = XDocument.Parse(Encoding.UTF8.GetString(page.Download(".takeaway button:has-text('SVG') >> nth=0").Content));
        Assert.Equal("svg", drawing.Root!.Name.LocalName);
        Assert.DoesNotContain("light-dark", drawing.ToString(), StringComparison.Ordinal);

        var picture = page.Download(".takeaway button:has-text('PNG') >> nth=0").Content;
        Assert.Equal("PNG", Encoding.ASCII.GetString(picture, 1, 3));
        Assert.Empty(page.Seen.Messages);
    }

    [BrowserFact]
    public void Forty_variants_with_five_seeds_and_26_evaluations_are_a_page_below_one_and_a_half_megabytes()
    {
        Assert.InRange(new FileInfo(Reports.Forty).Length, 100_000, 1_500_000);
        Assert.Equal("true", new ReportPage(browser, Reports.Forty).Evaluate<string>("document.documentElement.dataset.ready"));
    }
}
