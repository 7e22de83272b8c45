using System.Globalization;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Figures of dictionaries, from records of dictionaries made by hand.</summary>
public sealed class DictionaryViewTests
{
    private static readonly string[] All = ["density-histogram", "found-features", "best-cosines", "feature-pictures"];

    [Fact]
    public void Each_is_drawn_where_records_hold_what_it_shows()
    {
        var report = Files(seed => Facts());

        Assert.All(All, name => Assert.Contains(report, file => file.Path == $"figures/{name}.svg"));
        Assert.All(All, name => Assert.Contains($"figures/{name}.svg", report[0].Content, StringComparison.Ordinal));
        Assert.Contains("Dictionaries", report[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Older_records_have_none_of_it()
    {
        var report = Files(seed => null);

        Assert.DoesNotContain(report, file => All.Any(name => file.Path.Contains(name, StringComparison.Ordinal)));
        Assert.DoesNotContain("## Dictionaries", report[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_truth_or_shape_only_what_is_known_is_drawn()
    {
        var report = Files(seed => new DictionaryFacts(1, [.. new int[23], 3], matches: null, Facts().Atoms), shape: "");

        Assert.Equal(
            ["figures/density-histogram.svg"],
            report.Select(file => file.Path).Where(path => All.Any(name => path.Contains(name, StringComparison.Ordinal)))
        );
    }

    /// <summary>A source may scale what its options say.</summary>
    [Fact]
    public void The_setup_has_the_sizes_that_were_measured_unless_the_options_say_the_same()
    {
        Assert.Contains(
            "Setup: recorded (features 64, held_out 0.2, shrink 16), 4 true features in 6 dimensions.",
            Setup(",\"features\":64,\"shrink\":16"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Setup: recorded (activation_dim 6, features 4, held_out 0.2).",
            Setup(",\"features\":4,\"activation_dim\":6"),
            StringComparison.Ordinal
        );

        static string Setup(string options) => Files(_ => Facts(), options).Text();
    }

    [Fact]
    public void Bars_are_as_high_as_their_shares()
    {
        // Of 4 features one never fires and three do in the last quarter of a decade: 25 % and 75 %, on 32 pixels.
        var heights = Bars(Figure("density-histogram"), ["#D55E00", "#0072B2"]);

        Assert.Equal([32.0 / 3, 32, 32.0 / 3, 32], heights.Select(height => height), Close);
        Assert.Contains("25 % never", Figure("density-histogram"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_strip_is_darker_where_features_were_found_and_joins_neighbours_of_one_level()
    {
        // Cosines of four features: 1, 1, 0.2, 0.2.
        var rows = XDocument.Parse(Figure("found-features")).Descendants().Where(element => element.Name.LocalName == "rect");
        var strips = rows.Where(rect => Number(rect, "height") == 17).ToArray();

        Assert.Equal(["#042747", "#f1f5f9", "#042747", "#f1f5f9"], strips.Select(rect => rect.Attribute("fill")!.Value));
        Assert.All(strips, rect => Assert.Equal(256, Number(rect, "width"), 1e-9));
        Assert.Contains("50 % ≥ 0.9", Figure("found-features"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_has_the_shape_of_the_source()
    {
        // [2, 3] of 127, -127, 0, 0, 64, 0: one blue, one orange, one light blue cell, none for zero.
        var paths = XDocument.Parse(Figure("feature-pictures")).Descendants().Where(element => element.Name.LocalName == "path").ToArray();

        Assert.Equal(["#8c3a00", "#86b9dd", "#003f66"], paths.Take(3).Select(path => path.Attribute("fill")!.Value));
        Assert.All(paths, path => Assert.Equal(1, path.Attribute("d")!.Value.Count(letter => letter == 'M')));
        Assert.StartsWith("M", paths[0].Attribute("d")!.Value, StringComparison.Ordinal);
    }

    private static string Figure(string name) => Files(seed => Facts()).Single(file => file.Path == $"figures/{name}.svg").Content;

    private static double[] Bars(string svg, string[] colors) =>
        [
            .. XDocument
                .Parse(svg)
                .Descendants()
                .Where(element => element.Name.LocalName == "rect" && colors.Contains(element.Attribute("fill")?.Value))
                .Select(rect => Number(rect, "height")),
        ];

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static bool Close(double left, double right) => Math.Abs(left - right) < 0.01;

    private static DictionaryFacts Facts()
    {
        var cosines = new int[50];
        (cosines[10], cosines[49]) = (2, 2);
        byte[] atom = [127, unchecked((byte)(sbyte)-127), 0, 0, 64, 0];
        return new(1, [.. new int[23], 3], new(4, cosines, [1, 1, 0.2, 0.2]), new(6, [0], Convert.ToBase64String(atom)));
    }

    private static IReadOnlyList<ReportFile> Files(Func<int, DictionaryFacts?> facts, string shape = ",\"shape\":[2,3]")
    {
        var spec = $$"""{"source":{"use":"recorded","with":{"held_out":0.2{{shape}}} } }""";
        var runs = Example
            .Runs(Example.Four.Take(2), seeds: 3)
            .Select(run => run.With(spec: spec, dictionary: facts((int)run.Seed)))
            .ToList();
        return Rendered.Markdown(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.9)), runs);
    }
}
