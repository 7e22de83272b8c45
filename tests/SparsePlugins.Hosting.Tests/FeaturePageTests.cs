using System.Text.Json;
using SparsePlugins.FeaturePages;

namespace SparsePlugins.Hosting.Tests;

/// <summary>The text of a feature page.</summary>
public sealed class FeaturePageTests
{
    [Fact]
    public void A_thousand_features_with_all_that_a_page_can_show_take_less_than_3_MB()
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(FeaturePage.Render(FullBook.Create(1000)));

        Assert.InRange(bytes, 500_000, 3_000_000);
    }

    [Fact]
    public void Whatever_tokens_and_names_hold_stays_text()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)> & \"q\"";
        var page = FeaturePage.Render(FullBook.Create(3, Hostile));

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</script>").Length - 1);
        Assert.Equal(Hostile, Data(page).GetProperty("tokens")[0].GetString());
    }

    [Fact]
    public void Codes_are_digits_from_0_to_9_by_their_share_of_the_largest()
    {
        var passage = new Passage([0, 1, 2, 3], [0, 0.001, 4.9, 9], 3);
        var feature = FullBook.Feature(0, most: 9, passage);
        var written = Data(FeaturePage.Render(FullBook.Create(1, only: feature))).GetProperty("features")[0][3][0];

        Assert.Equal("[3,9,\"0159\",[0,1,2,3]]", written.GetRawText());
    }

    private static JsonElement Data(string page)
    {
        const string Start = "id=\"data\">";
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]).RootElement.Clone();
    }
}
