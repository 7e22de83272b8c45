using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The page, read without a browser; SparsePlugins.Html.Tests tries it in one.</summary>
public sealed partial class HtmlTests
{
    private const string Wild = "</script><img src=x onerror=alert(1)> & \"q\" 'a' \u0001 𝒟";

    [Fact]
    public void It_holds_every_table_of_the_markdown_report()
    {
        var runs = Example.Runs(Example.Four, 5);
        var experiment = Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.95));

        var rows = HtmlPage
            .Of(experiment, runs)
            .Descendants("tr")
            .Select(row => string.Join(" | ", row.Elements().Select(cell => cell.Value)))
            .ToHashSet();
        var expected = Rendered
            .Markdown(experiment, runs)
            .Text()
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| -", StringComparison.Ordinal))
            .Select(line => line[2..^2].Replace("**", "").Replace("\\", ""))
            .Where(line => line != "|" && !Fact().IsMatch(line))
            .ToList();

        Assert.True(expected.Count > 20);
        Assert.All(expected, row => Assert.Contains(row, rows));
    }

    [Fact]
    public void It_says_every_sentence_of_the_markdown_report()
    {
        var runs = Example.Runs(Example.Four, 5);
        var experiment = Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.95));

        var said = HtmlPage.Of(experiment, runs).Value;
        var sentences = Rendered
            .Markdown(experiment, runs)
            .Text()
            .Split('\n')
            .Where(line => line.Length > 40 && !line.StartsWith('|') && !line.StartsWith('!'))
            .Select(line =>
                WebUtility.HtmlDecode(
                    line.TrimStart('#', '-', ' ').Replace("*", "").Replace("`", "").Replace("<summary>", "").Replace("</summary>", "")
                )
            )
            .ToList();

        Assert.True(sentences.Count > 10);
        Assert.All(sentences, sentence => Assert.Contains(sentence, said, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_runs_says_how_long_each_took_by_the_clock()
    {
        var runs = Example.Runs(Example.Four, 1).Select((run, place) => run.With(timings: new Timings(3 + place, 0.5, 9))).ToArray();
        var table = HtmlPage
            .Of(Example.Experiment(runs), runs)
            .Descendants("table")
            .Single(one => one.Attribute("aria-label")?.Value == "Runs");
        var rows = table.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).ToArray();
        var column = Array.IndexOf(rows[0], "seconds");

        Assert.Equal(["3.5", "4.5", "5.5", "6.5"], rows.Skip(1).Select(row => row[column]).Order());
    }

    [Fact]
    public void Settings_may_break_between_their_words_and_not_inside_one()
    {
        var (experiment, runs) = HtmlSizes.Grid([0.01, 0.03], [0.001, 0.003], 2);
        var entry = HtmlPage
            .Of(experiment, runs)
            .Descendants("a")
            .First(link => link.Value == "Setting: autoencoder.l1=0.01,training.learning_rate=0.001");

        Assert.Equal(
            ["Setting: autoencoder.", "l1=", "0.01,", "training.", "learning_", "rate=", "0.001"],
            entry.Nodes().OfType<XText>().Select(text => text.Value)
        );
    }

    [Fact]
    public void What_a_manifest_a_name_and_a_message_say_is_text()
    {
        var runs = Example.Runs([new("orthogonal", 0.2, 100), new(Wild, 0.4, 80)], 3);
        RunRecord[] all = [runs[0].With(outcome: Outcome.Failed, message: Wild), .. runs.Skip(1)];
        var usual = Example.Experiment(all, thresholds: Example.AtLeast("mmcs", 0.95));
        var experiment = new ExperimentRecord(
            Wild,
            $"name: {Wild}\n</code></pre>",
            "orthogonal",
            ComparedList.Initializers,
            usual.Thresholds,
            usual.Runs,
            tuning: null,
            settings: []
        );

        var page = HtmlPage.Of(experiment, all);

        Assert.Empty(page.Descendants("img"));
        Assert.Equal(2, page.Descendants("script").Count());
        var name = Wild.Replace('\u0001', '\uFFFD');
        Assert.Equal(name, page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("th"), cell => cell.Value == name);
        Assert.Contains(
            page.Descendants("li"),
            item => item.Value.EndsWith($"failed at step {all[0].Steps}: {name}", StringComparison.Ordinal)
        );
        Assert.Equal($"name: {name}\n</code></pre>", page.Descendants("code").Last(code => code.Parent!.Name == "pre").Value);
    }

    [Fact]
    public void It_allows_its_own_style_and_script_by_their_hashes_and_refers_to_nothing_else()
    {
        var runs = Example.Runs(Example.Four, 3);
        var text = HtmlPage.Text(Example.Experiment(runs), runs);
        var policy = Regex.Match(text, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#39;", "'");

        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{Hash(HtmlPage.Between(text, "<style>", "</style>"))}'", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{Hash(HtmlPage.Between(text, "<script>", "</script>"))}'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var addresses = HtmlPage
            .Of(Example.Experiment(runs), runs)
            .Descendants()
            .Attributes()
            .Where(a => a.Name.LocalName is "href" or "src" or "action");
        var own = runs.Select(run => $"runs/{run.Id}.json").ToHashSet();
        Assert.All(addresses, address => Assert.True(address.Value.StartsWith('#') || own.Contains(address.Value), address.Value));
    }

    [Fact]
    public void Every_link_of_the_contents_leads_to_a_part_and_every_id_is_one()
    {
        var runs = Example.Runs(Example.Four, 3);
        var settings = Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.95));
        var twice = new ExperimentRecord(
            "two settings",
            "",
            "orthogonal",
            ComparedList.Initializers,
            settings.Thresholds,
            [
                .. settings.Runs,
                .. settings.Runs.Select(run => new ExperimentRun(
                    run.Id,
                    run.Cohort,
                    "active=9",
                    run.Seed,
                    run.Architecture,
                    run.Initializer,
                    run.Reinitializer,
                    replaced: null
                )),
            ],
            tuning: null,
            settings: []
        );

        var page = HtmlPage.Of(twice, runs);

        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var links = page.Descendants("a")
            .Attributes("href")
            .Where(link => link.Value.StartsWith('#'))
            .Select(link => link.Value[1..])
            .ToList();
        Assert.True(links.Count > 10);
        Assert.Empty(links.Except(ids));
        var references = Regex
            .Matches(page.ToString(), @"url\(#([^)]*)\)|labelledby=""([^""]*)""")
            .Select(found => found.Groups[1].Value + found.Groups[2].Value);
        Assert.Empty(references.SelectMany(names => names.Split(' ')).Except(ids));
    }

    [Fact]
    public void It_names_plugins_by_their_whole_hash_and_every_run()
    {
        var runs = Example.Runs(Example.Four, 3);
        var cells = HtmlPage.Of(Example.Experiment(runs), runs).Descendants("td").Select(cell => cell.Value).ToHashSet();

        Assert.Contains(runs[0].Plugins[0].Sha256, cells);
        Assert.Contains("Example 9000", cells);
        Assert.All(runs, run => Assert.Contains(run.Id, cells));
    }

    [Fact]
    public void Every_run_has_its_final_measurements_and_a_link_to_its_record()
    {
        var runs = Example.Runs(Example.Four, 2);
        var page = HtmlPage.Of(Example.Experiment(runs), runs);

        foreach (var run in runs)
        {
            var row = page.Descendants("a")
                .Single(link => (string?)link.Attribute("href") == $"runs/{run.Id}.json")
                .Ancestors("tr")
                .Single();
            var last = run.Curves.Single(curve => curve.Measurement == "mmcs").Values[^1];
            Assert.Contains(
                last.ToString("F4", System.Globalization.CultureInfo.InvariantCulture),
                row.Elements().Select(cell => cell.Value)
            );
        }
    }

    [Fact]
    public void On_a_dark_page_every_color_of_a_line_has_its_lighter_one()
    {
        var runs = Example.Runs(Example.Four, 1);
        var style = HtmlPage.Between(HtmlPage.Text(Example.Experiment(runs), runs), "<style>", "</style>");

        foreach (var (light, dark) in SparsePlugins.Figures.Palette.colors)
        foreach (var part in new[] { "stroke", "fill" })
            Assert.Contains($"[{part}=\"{light}\"] {{ {part}: light-dark({light}, {dark}); }}", style, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_show_is_a_page_all_the_same()
    {
        var page = HtmlPage.Of(
            new ExperimentRecord("empty", "", "orthogonal", ComparedList.Initializers, [], [], tuning: null, settings: []),
            []
        );

        Assert.Contains("This experiment has no runs.", page.Value, StringComparison.Ordinal);
        var runs = Example.Runs(Example.Four, 2);
        Assert.Contains("8 runs of 8 without a record yet", HtmlPage.Of(Example.Experiment(runs), []).Value, StringComparison.Ordinal);
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("^(Runs|Source|Software|Machine|Device|Plugins) \\|")]
    private static partial Regex Fact();
}
