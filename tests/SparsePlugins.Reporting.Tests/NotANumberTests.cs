namespace SparsePlugins.Reporting.Tests;

/// <summary>An undefined value costs what it concerns, and no report.</summary>
public sealed class NotANumberTests
{
    private static readonly ReportThreshold[] Usual = [Example.AtLeast("mmcs", 0.95), Example.AtLeast("mmcs", 0.99)];

    /// <summary>Every measurement of the example, with the value at its start, in its middle, at its end, and all of them.</summary>
    public static TheoryData<string, int> Places()
    {
        var places = new TheoryData<string, int>();
        foreach (var measurement in new[] { "mmcs", "mmcs-decile-1", "l0", "dead-fraction", "loss" })
        foreach (var place in new[] { 0, 1, -1, 99 })
            places.Add(measurement, place);
        return places;
    }

    [Theory]
    [InlineData("mmcs", -1)]
    [InlineData("loss", 99)]
    public void Every_format_is_written_wherever_a_value_is_undefined(string measurement, int place)
    {
        var variants = from name in new[] { "orthogonal", "data-sample" } from reviver in Revivers select (name, reviver);
        IReadOnlyList<RunRecord> runs =
        [
            .. from variant in variants
            let half = variant.name == "orthogonal" ? 110 : 60
            from run in Example.Runs([new(variant.name, 0.3, half, variant.reviver)], 3, steps: 400)
            select Undefine(run, measurement, place).With(spec: Spec(variant.reviver), events: [new(100, [1, 2], 0, 0)]),
        ];
        var experiment = Example.Experiment(runs, thresholds: Usual);

        Assert.Contains("## Method", Rendered.Markdown(experiment, runs).Text(), StringComparison.Ordinal);
        Assert.Contains("\"drawn\":true", Rendered.Html(experiment, runs), StringComparison.Ordinal);
        Assert.Contains("\"revivals\"", Rendered.Json(experiment, runs), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Rendered.Json(experiment, runs), StringComparison.Ordinal);
        Assert.Contains("NaN", Rendered.Csv(experiment, runs), StringComparison.Ordinal);
        ComparedExperiment[] entries = [new("a", experiment, runs), new("b", experiment, runs)];
        Assert.Contains(
            "## Method",
            Rendered.Comparison(ReportFormat.Markdown, entries, "data-sample + worst(rate=1) @ b"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "NaN",
            Rendered.Comparison(ReportFormat.Json, entries, "data-sample + worst(rate=1) @ b"),
            StringComparison.Ordinal
        );
        Assert.NotEmpty(Rendered.Comparison(ReportFormat.Csv, entries));
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Places))]
    public void So_it_is_at_every_place_of_every_measurement(string measurement, int place) =>
        Every_format_is_written_wherever_a_value_is_undefined(measurement, place);

    [Fact]
    public void A_sweep_and_a_scaling_are_drawn_though_a_value_is_undefined()
    {
        RunRecord[] runs =
        [
            .. from size in new[] { 8, 12, 16 }
            from ratio in new[] { "0.05", "0.1", "0.2" }
            from seed in new[] { 1, 2, 3 }
            let curve = Example.Curve("mmcs", "higher", [0, size * size, 1000], step => step >= size * size ? 0.95 : double.NaN)
            let spec = $$"""{"source":{"with":{"dim":{{size}} } },"initializer":{"use":"outliers","with":{"ratio":{{ratio}} } } }"""
            select Example.Record($"{size}/{ratio}/{seed}", $"outliers(ratio={ratio})", seed, [curve]).With(spec: spec),
        ];
        var flat = Example.Experiment(runs, "outliers(ratio=0.05)", thresholds: Usual[..1]);
        var placed = flat.Runs.Select(run => new ExperimentRun(
            run.Id,
            "",
            run.Id.Split('/')[0],
            run.Seed,
            "",
            run.Initializer,
            "none",
            replaced: null
        ));
        var experiment = new ExperimentRecord(
            flat.Name,
            "",
            flat.Baseline,
            flat.BaselineList,
            flat.Thresholds,
            [.. placed],
            tuning: null,
            settings: []
        );

        var paths = Rendered.Markdown(experiment, runs).Select(file => file.Path).ToList();

        Assert.Contains("figures/setting-1-ratio.svg", paths);
        Assert.Contains("figures/scaling-1.svg", paths);
    }

    [Fact]
    public void A_measurement_without_a_value_is_undefined_and_not_unreached()
    {
        RunRecord[] runs =
        [
            .. from name in new[] { "orthogonal", "data-sample" }
            from seed in new[] { 1, 2, 3 }
            let fvu = Example.Curve("fvu", "lower", [0, 100], _ => double.NaN)
            let mmcs = Example.Curve("mmcs", "higher", [0, 100], step => step == 0 ? 0.1 : 0.3 + (seed / 100.0))
            select Example.Record($"{name}{seed}", name, seed, [fvu, mmcs]),
        ];
        var experiment = Example.Experiment(runs, thresholds: [new("fvu", false, 0.5), Example.AtLeast("mmcs", 0.9)]);

        var text = Rendered.Markdown(experiment, runs).Text();

        Assert.StartsWith(
            "**No variant is shown to differ from orthogonal; no difference, as every result is equal to the bit: final mmcs; fvu has no value in any run; reached by no run: mmcs ≥ 0.9.**",
            text.Split('\n')[2],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("No run reached fvu", text, StringComparison.Ordinal);
        Assert.Contains("## Steps to fvu ≤ 0.5\n\nfvu is undefined: it has no value in any run.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_short_curves_are_drawn_whole()
    {
        // 34 variants with 26 evaluations of five measurements: more than a page's points, and no curve that is long enough to thin.
        var steps = Enumerable.Range(0, 26).Select(k => k * 10L).ToArray();
        var names = new[]
        {
            "mmcs",
            "fvu",
            "l0",
            "mcc",
            "coherence",
            "density",
            "norm",
            "cosine",
            "bias",
            "range",
            "share",
            "count",
            "rank",
            "gap",
        };
        RunRecord[] runs =
        [
            .. from k in Enumerable.Range(0, 34)
            let curves = names.Select(name => Example.Curve(name, "higher", steps, step => step + k)).ToArray()
            select Example.Record($"v{k}", $"v{k}", 1, curves),
        ];

        Assert.Contains("\"stride\":1", Rendered.Html(Example.Experiment(runs, "v0"), runs), StringComparison.Ordinal);
    }

    private static readonly string[] Revivers = ["none", "worst(rate=1)", "worst(rate=2)", "worst(rate=3)"];

    private static string Spec(string reviver) =>
        reviver == "none"
            ? """{"source":{"use":"toy"},"reinitializer":null}"""
            : $$"""{"source":{"use":"toy"},"reinitializer":{"use":"worst","with":{"rate":{{reviver[^2]}} } } }""";

    /// <summary>Place 99 is everywhere.</summary>
    private static RunRecord Undefine(RunRecord run, string measurement, int place) =>
        run.With([
            .. run.Curves.Select(curve =>
                curve.Measurement != measurement
                    ? curve
                    : new Curve(
                        curve.Facts,
                        curve.Steps,
                        [.. curve.Values.Select((value, i) => IsHit(i, curve.Values.Count, place) ? double.NaN : value)]
                    )
            ),
        ]);

    private static bool IsHit(int index, int count, int place) => place == 99 || index == (place < 0 ? count - 1 : place);
}
