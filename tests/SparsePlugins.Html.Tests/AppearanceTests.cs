namespace SparsePlugins.Html.Tests;

/// <summary>Light, dark, small, on paper; readable by everyone.</summary>
[Collection(nameof(Browser))]
[Trait("Category", "Long")]
public sealed class AppearanceTests(Browser browser)
{
    private static readonly string[] Operable = ["button", "link", "combobox", "searchbox", "image", "application", "region", "table"];

    [BrowserFact]
    public void It_follows_the_system_into_the_dark_and_can_be_turned()
    {
        var page = new ReportPage(browser, Reports.Four, isDark: true);
        Assert.True(Brightness(page) < 60);
        page.Click("text=Light");
        Assert.True(Brightness(page) > 200);
        Assert.True(Brightness(new ReportPage(browser, Reports.Four)) > 200);
    }

    [BrowserFact]
    public void Text_stands_out_from_its_ground_in_light_and_in_dark()
    {
        foreach (var isDark in new[] { false, true })
        {
            var page = new ReportPage(browser, Reports.Four, isDark);
            page.Hover(0.4, 0.3);
            Assert.Empty(page.Evaluate<string[]>(FaintTexts));
        }
    }

    [BrowserFact]
    public void Everything_that_can_be_used_has_a_name()
    {
        var page = new ReportPage(browser, Reports.Four);
        var operable = page.Accessibility().Where(node => Operable.Contains(node.Role)).ToList();

        Assert.Contains(operable, node => node is { Role: "application", Name: "mmcs ↑ by training step" });
        Assert.Contains(operable, node => node is { Role: "searchbox", Name: "Filter variants" });
        Assert.DoesNotContain(operable, node => string.IsNullOrWhiteSpace(node.Name));
    }

    [BrowserFact]
    public void Drawings_have_a_name_without_scripts()
    {
        var page = new ReportPage(browser, Reports.Four, runsScripts: false);
        var images = page.Accessibility().Where(node => node.Role is "image" or "img").ToList();

        Assert.Contains(images, image => image.Name.StartsWith("mmcs ↑ by training step", StringComparison.Ordinal));
        Assert.DoesNotContain(images, image => string.IsNullOrWhiteSpace(image.Name));
    }

    [BrowserFact]
    public void A_narrow_screen_does_not_scroll_sideways()
    {
        foreach (var report in new[] { Reports.Four, Reports.Wild, Reports.Many })
        {
            var page = new ReportPage(browser, report, width: 360, height: 740);
            Assert.Equal(360, page.Evaluate<int>("document.documentElement.scrollWidth"));
        }
    }

    [BrowserFact]
    public void Paper_gets_everything_and_no_controls()
    {
        using var folder = new TemporaryFolder();
        var page = new ReportPage(browser, Reports.Four, isDark: true);
        Assert.True(page.PdfBytes(folder["report.pdf"]) > 20_000);
        page.Print();

        Assert.True(Brightness(page) > 200);
        Assert.Equal("none", page.Evaluate<string>("getComputedStyle(document.querySelector('.bar')).display"));
        Assert.Equal("none", page.Evaluate<string>("getComputedStyle(document.querySelector('.controls')).display"));
    }

    private static double Brightness(ReportPage page) =>
        page.Evaluate<double>("Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))");

    /// <summary>Texts whose contrast to their ground, by the formula of WCAG 2.1, is below 4.5; disabled controls are exempt there.</summary>
    private const string FaintTexts = """
        (() => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
          const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const ground = (node) => {
            const color = node ? rgba(getComputedStyle(node).backgroundColor) : [255, 255, 255, 255];
            return color[3] === 255 || !node ? color : ground(node.parentElement);
          };
          const faint = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest("script, :disabled, title, desc")) continue;
            const style = getComputedStyle(node);
            const pair = [light(rgba(node.closest("svg") ? style.fill : style.color)), light(ground(node))].sort((a, b) => b - a);
            const contrast = (pair[0] + 0.05) / (pair[1] + 0.05);
            if (contrast < 4.5) faint.push(`${walker.currentNode.data.trim()}: ${contrast.toFixed(2)}`);
          }
          return [...new Set(faint)];
        })()
        """;
}
