using System.Text;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Names that mean something to Markdown, CSV or SVG come out as what they are.</summary>
public sealed class NameTests
{
    private const string Wild = "a|b <script> *x* `c` \"d\", e&f _g_ [h](i) \u0001 𝒟 k_means";

    private static readonly IReadOnlyList<RunRecord> Runs = Example.Runs([new("orthogonal", 0.2, 100), new(Wild, 0.4, 80)], 3);

    private static readonly ExperimentRecord Experiment = Example.Experiment(Runs, thresholds: Example.AtLeast("mmcs", 0.95));

    [Fact]
    public void Drawings_are_well_formed_and_keep_the_name()
    {
        foreach (var file in Rendered.Markdown(Experiment, Runs).Where(file => file.Path.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var description = XDocument.Parse(file.Content).Descendants().Single(element => element.Name.LocalName == "desc");
            Assert.Contains(Wild.Replace('\u0001', '\uFFFD'), description.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tables_keep_their_columns()
    {
        var lines = Rendered.Markdown(Experiment, Runs).Text().Split('\n');
        var row = lines.First(line => line.StartsWith("| a", StringComparison.Ordinal));
        var header = lines.First(line => line.StartsWith("| variant", StringComparison.Ordinal));

        Assert.Equal(Columns(header), Columns(row));
        Assert.Contains(@"a\|b &lt;script> \*x\* \`c\` ", row, StringComparison.Ordinal);
        Assert.Contains(@"e&amp;f \_g\_ \[h\](i)", row, StringComparison.Ordinal);
        Assert.Contains("k_means", row, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_with_fences_stays_inside_its_block()
    {
        var experiment = new ExperimentRecord(
            "x",
            "a: |\n  ```\n  ````\n</details>\n",
            "orthogonal",
            ComparedList.Initializers,
            [],
            Experiment.Runs,
            tuning: null,
            settings: []
        );

        var text = Rendered.Markdown(experiment, Runs).Text();

        Assert.EndsWith("`````yaml\na: |\n  ```\n  ````\n</details>\n`````\n\n</details>\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_reads_back_to_the_points_of_the_curves()
    {
        var rows = Read(Rendered.Csv(Experiment, Runs));

        Assert.Equal("run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting", string.Join(',', rows[0]));
        Assert.All(rows, row => Assert.Equal(10, row.Count));
        Assert.Equal(Runs.Sum(run => run.Curves.Sum(curve => curve.Steps.Count)), rows.Count - 1);
        var last = Runs[^1].Curves.Single(curve => curve.Measurement == "mmcs");
        var row = rows.Last(row => row[7] == "mmcs");
        Assert.Equal(Wild, row[3]);
        Assert.Equal((last.Steps[^1] * 512).ToString(System.Globalization.CultureInfo.InvariantCulture), row[6]);
        Assert.Equal(last.Values[^1], double.Parse(row[8], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Columns of a table row: bars without a backslash before them.</summary>
    private static int Columns(string row) => row.Index().Count(pair => pair.Item == '|' && row[Math.Max(0, pair.Index - 1)] != '\\');

    /// <summary>A reader of RFC 4180, a character at a time.</summary>
    private static List<List<string>> Read(string csv)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            if (quoted && csv[i] == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                cell.Append(csv[i++]);
            else if (csv[i] == '"')
                quoted = !quoted;
            else if (!quoted && csv[i] is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (csv[i] == '\n')
                {
                    rows.Add(row);
                    row = [];
                }
            }
            else
                cell.Append(csv[i]);
        }
        return rows;
    }
}
