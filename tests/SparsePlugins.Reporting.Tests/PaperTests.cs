using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>What a paper takes from a report.</summary>
public sealed class PaperTests
{
    private static readonly Dictionary<string, string> Files = Write();

    [Fact]
    public void Every_figure_is_there_as_svg_and_pdf_beside_captions_tables_and_sources()
    {
        Assert.Superset(
            new HashSet<string>
            {
                "paper/mmcs.svg",
                "paper/mmcs.pdf",
                "paper/differences.pdf",
                "paper/figures.tex",
                "paper/tables.tex",
                "paper/methods.bib",
            },
            Files.Keys.ToHashSet()
        );
        Assert.Equal(
            Files.Keys.Where(path => path.EndsWith(".svg", StringComparison.Ordinal)).Select(path => path[..^4]),
            Files.Keys.Where(path => path.EndsWith(".pdf", StringComparison.Ordinal)).Select(path => path[..^4])
        );
    }

    [Theory]
    [InlineData("mmcs")]
    [InlineData("differences")]
    public void A_figure_is_one_column_wide_without_a_title_and_nothing_leaves_it(string name)
    {
        var svg = XDocument.Parse(Files[$"paper/{name}.svg"]).Root!;
        var box = svg.Attribute("viewBox")!.Value.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(("3.3in", 237.6), (svg.Attribute("width")!.Value, box[2]));
        Assert.DoesNotContain(svg.Elements(), element => element.Name.LocalName == "title");
        Assert.All(
            svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "x" or "x1" or "x2" or "cx"),
            x => Assert.InRange(double.Parse(x.Value, CultureInfo.InvariantCulture), 0, 237.6)
        );
        Assert.All(
            svg.Descendants().Attributes("font-size"),
            size => Assert.InRange(double.Parse(size.Value, CultureInfo.InvariantCulture), 7, 8)
        );
    }

    /// <summary>Every offset leads to its object, and the stream has the length that it states.</summary>
    [Theory]
    [InlineData("mmcs")]
    [InlineData("differences")]
    public void A_pdf_is_whole(string name)
    {
        var pdf = Files[$"paper/{name}.pdf"];

        Assert.StartsWith("%PDF-1.4\n", pdf, StringComparison.Ordinal);
        Assert.EndsWith("%%EOF\n", pdf, StringComparison.Ordinal);
        Assert.All(pdf, character => Assert.InRange(character, '\n', '~'));
        var table = int.Parse(Regex.Match(pdf, @"startxref\n(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref\n0 8\n", pdf[table..], StringComparison.Ordinal);
        var offsets = Regex
            .Matches(pdf[table..], @"(\d{10}) 00000 n ")
            .Select(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.Equal(7, offsets.Count());
        Assert.All(
            offsets.Select((offset, index) => (offset, index)),
            one => Assert.StartsWith($"{one.index + 1} 0 obj\n", pdf[one.offset..], StringComparison.Ordinal)
        );
        var stream = Regex.Match(pdf, @"/Length (\d+) >>\nstream\n(.*?)endstream", RegexOptions.Singleline);
        Assert.Equal(int.Parse(stream.Groups[1].Value, CultureInfo.InvariantCulture), stream.Groups[2].Length);
        Assert.Contains("/MediaBox [0 0 237.6 ", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_draws_what_the_svg_draws()
    {
        var svg = XDocument.Parse(Files["paper/mmcs.svg"]);
        var height = double.Parse(svg.Root!.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture);
        var pdf = Files["paper/mmcs.pdf"];
        var line = svg.Descendants().First(element => element.Name.LocalName == "line");
        string At(string x, string y) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{line.Attribute(x)!.Value} {height - double.Parse(line.Attribute(y)!.Value, CultureInfo.InvariantCulture):0.##}"
            );

        Assert.Contains($"{At("x1", "y1")} m {At("x2", "y2")} l S", pdf, StringComparison.Ordinal);
        Assert.Contains("(data-sample) Tj", pdf, StringComparison.Ordinal);
        // The arrow is the character 0xAD of the font Symbol.
        Assert.Contains(@"/F1 8 Tf (mmcs ) Tj /F3 8 Tf (\255) Tj", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_set_with_booktabs_and_no_sign_is_left_that_latex_reads()
    {
        var tables = Files["paper/tables.tex"];

        Assert.Contains(@"\begin{tabular}{lrrr", tables, StringComparison.Ordinal);
        Assert.Contains(@"    variant & steps to mmcs $\geq$ 0.9 $\downarrow$ & mmcs $\uparrow$", tables, StringComparison.Ordinal);
        Assert.Contains(@" & $-$", tables, StringComparison.Ordinal);
        Assert.Contains(@"\%", tables, StringComparison.Ordinal);
        Assert.Contains(@"\textbf{", tables, StringComparison.Ordinal);
        Assert.All(
            tables.Split('\n').Where(line => line.Contains('&', StringComparison.Ordinal)),
            line => Assert.EndsWith(@" \\", line, StringComparison.Ordinal)
        );
        Assert.DoesNotMatch(@"[^\\]%[^ ]", tables);
        Assert.All(tables, character => Assert.InRange(character, '\n', '~'));
    }

    [Fact]
    public void Sources_that_components_state_are_entries_and_the_others_are_named()
    {
        var bib = Files["paper/methods.bib"];

        Assert.Contains(
            """
            @misc{orthogonal,
              author = {Saxe and McClelland and Ganguli},
              title = {{Exact solutions to the nonlinear dynamics of learning}},
              howpublished = {ICLR 2014},
              year = {2014}
            }
            """,
            bib,
            StringComparison.Ordinal
        );
        Assert.Contains("@misc{xavier,\n  note = {folklore, 100\\%}\n}", bib, StringComparison.Ordinal);
        Assert.Contains(
            "@misc{svd-sample,\n  author = {A. First},\n  title = {{One}},\n  howpublished = {arXiv 1312.6120},\n  year = {2013}\n}",
            bib,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "@misc{svd-sample-2,\n  author = {Second and others},\n  title = {{Two}},\n  howpublished = {Journal 7, 1999},\n  year = {1999}\n}",
            bib,
            StringComparison.Ordinal
        );
        Assert.Contains("% without a source: data-sample, mmcs, toy-superposition\n", bib, StringComparison.Ordinal);
        Assert.DoesNotContain("unused", bib, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Write()
    {
        const string Spec =
            """{"source":{"use":"toy-superposition"},"training":{"steps":2800},"initializer":{"use":"NAME"},"metrics":[{"use":"mmcs"}]}""";
        RunRecord[] runs =
        [
            .. Example
                .Runs(Example.Four, seeds: 5)
                .Select(run => run.With(spec: Spec.Replace("NAME", run.Initializer, StringComparison.Ordinal))),
        ];
        var report = Report.Make(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.9)), runs);
        return report
            .Paper(
                new Dictionary<string, string>
                {
                    ["orthogonal"] = "Saxe, McClelland, Ganguli, \"Exact solutions to the nonlinear dynamics of learning\", ICLR 2014.",
                    ["xavier"] = "folklore, 100%",
                    ["svd-sample"] =
                        "A. First, \"One\", arXiv 1312.6120; for the sign: Second et al., \"Two\", Journal 7, 1999. It says more.",
                    ["toy-superposition"] = "none; described here.",
                    ["unused"] = "unused, \"unused\", 2020",
                }
            )
            .ToDictionary(file => file.Item1, file => file.Item2);
    }
}
