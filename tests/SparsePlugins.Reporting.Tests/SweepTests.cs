using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Variants that are one component at several values of an option.</summary>
public sealed class SweepTests
{
    private static readonly ReportThreshold Reached = Example.AtLeast("mmcs", 0.9);

    [Fact]
    public void Three_values_of_a_numeric_option_make_a_line_and_the_rest_are_levels()
    {
        var runs = Runs(
            ("orthogonal", Spec("orthogonal", ""), 500),
            ("mean-residual(ratio=0.2)", Spec("mean-residual", "\"ratio\":0.2"), 300),
            ("mean-residual", Spec("mean-residual", "\"ratio\":0.05"), 400),
            ("mean-residual(ratio=0.01)", Spec("mean-residual", "\"ratio\":0.01"), 450)
        );

        var sweep = Sweeps(runs).Single();

        Assert.Equal(("ratio", "steps to mmcs >= 0.9"), (Text(sweep, "option"), Text(sweep, "quantity")));
        var line = sweep.GetProperty("lines").EnumerateArray().Single();
        Assert.Equal("mean-residual", Text(line, "name"));
        Assert.Equal([(0.01, 450), (0.05, 400), (0.2, 300)], Points(line));
        Assert.Contains(Drawing(runs, "figures/ratio.svg"), text => text == "orthogonal");
    }

    [Fact]
    public void What_stays_the_same_names_the_line()
    {
        var runs = Runs([
            .. from detector in new[] { "distance", "forest" }
            from ratio in new[] { 0.01, 0.1, 0.2 }
            let number = ratio.ToString(CultureInfo.InvariantCulture)
            select (
                $"outliers(detector={detector},ratio={number})",
                Spec("outliers", $"\"detector\":\"{detector}\",\"ratio\":{number}"),
                400L
            ),
        ]);

        Assert.Equal(
            ["outliers(detector=distance)", "outliers(detector=forest)"],
            Sweeps(runs).Single().GetProperty("lines").EnumerateArray().Select(line => Text(line, "name"))
        );
    }

    [Fact]
    public void Two_values_or_words_make_none() =>
        Assert.Empty(
            Sweeps(
                Runs(
                    ("a", Spec("outliers", "\"detector\":\"distance\",\"ratio\":0.1"), 400),
                    ("b", Spec("outliers", "\"detector\":\"forest\",\"ratio\":0.1"), 400),
                    ("c", Spec("outliers", "\"detector\":\"factor\",\"ratio\":0.1"), 400),
                    ("d", Spec("outliers", "\"detector\":\"factor\",\"ratio\":0.2"), 400)
                )
            )
        );

    [Fact]
    public Task The_figure_of_a_sweep()
    {
        var runs = Runs(
            ("orthogonal", Spec("orthogonal", ""), 500),
            ("mean-residual(ratio=0.001)", Spec("mean-residual", "\"ratio\":0.001"), 450),
            ("mean-residual(ratio=0.01)", Spec("mean-residual", "\"ratio\":0.01"), 400),
            ("mean-residual(ratio=0.1)", Spec("mean-residual", "\"ratio\":0.1"), 300)
        );
        return Verifier.Verify(Rendered.Markdown(Example.Experiment(runs, thresholds: Reached), runs).Single(IsSweep).Content, "svg");
    }

    [Fact]
    public void More_than_twelve_variants_are_too_many_for_curves()
    {
        var runs = Runs([
            ("orthogonal", Spec("orthogonal", ""), 500),
            .. from k in Enumerable.Range(1, 13) select ($"top(k={k})", Spec("top", $"\"k\":{k}"), 300L + k),
        ]);

        var texts = Drawing(runs, "figures/mmcs.svg");

        Assert.All(["orthogonal", "top(k=1)", "top(k=10)", "top(k=13)"], name => Assert.Contains(name, texts));
        Assert.All(["top(k=11)", "top(k=12)"], name => Assert.DoesNotContain(name, texts));
        Assert.Contains(texts, text => text.EndsWith("12 of 14 variants: baselines, the best and the last", StringComparison.Ordinal));
    }

    /// <summary>As <c>training: { learning_rate: ... }</c> of an entry of the list says.</summary>
    [Fact]
    public void A_key_of_training_that_architectures_state_for_themselves_is_swept_as_an_option_is()
    {
        RunRecord[] runs =
        [
            .. from use in new[] { "relu", "top-k" }
            from rate in new[] { 0.001, 0.003, 0.01 }
            from seed in Enumerable.Range(1, 3)
            let name = FormattableString.Invariant($"{use}(training.learning_rate={rate})")
            let curve = Example.Curve("mmcs", "higher", [0, 300, 1000], at => at >= 300 ? 0.9 : 0.2)
            select Example
                .Record($"{name}/{seed}", "orthogonal", seed, [curve], architecture: name)
                .With(
                    spec: FormattableString.Invariant(
                        $$"""{ "autoencoder": { "use": "{{use}}", "with": {} }, "training": { "steps": 1000, "learning_rate": {{rate}} } }"""
                    )
                ),
        ];

        var sweep = Sweeps(runs).Single();

        Assert.Equal("learning_rate", Text(sweep, "option"));
        Assert.Equal(["relu", "top-k"], sweep.GetProperty("lines").EnumerateArray().Select(line => Text(line, "name")));
    }

    private static bool IsSweep(ReportFile file) => file.Path == "figures/ratio.svg";

    private static string Spec(string use, string options) =>
        $$"""{ "training": { "steps": 1000 }, "initializer": { "use": "{{use}}", "with": { {{options}} } }, "reinitializer": null }""";

    /// <summary>Three seeds of every variant, which are at mmcs 0.9 at a step, ten later for each seed after the first.</summary>
    private static RunRecord[] Runs(params (string Name, string Spec, long Step)[] variants) =>
        [
            .. from variant in variants
            from seed in Enumerable.Range(-1, 3)
            let step = variant.Step + 10 * seed
            let curve = Example.Curve("mmcs", "higher", [0, step, 1000], at => at >= step ? 0.9 : 0.2)
            select Example.Record($"{variant.Name}/{seed}", variant.Name, seed, [curve]).With(spec: variant.Spec),
        ];

    private static List<JsonElement> Sweeps(RunRecord[] runs) =>
        [
            .. JsonDocument
                .Parse(Rendered.Json(Example.Experiment(runs, thresholds: Reached), runs))
                .RootElement.GetProperty("settings")[0]
                .GetProperty("sweeps")
                .EnumerateArray(),
        ];

    private static IEnumerable<(double, double)> Points(JsonElement line) =>
        from point in line.GetProperty("points").EnumerateArray()
        select (point.GetProperty("value").GetDouble(), point.GetProperty("result").GetProperty("mean").GetDouble());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Drawing(RunRecord[] runs, string path) =>
        [
            .. XDocument
                .Parse(Rendered.Markdown(Example.Experiment(runs, thresholds: Reached), runs).Single(file => file.Path == path).Content)
                .Descendants()
                .Where(element => element.Name.LocalName == "text")
                .Select(element => element.Value),
        ];
}
