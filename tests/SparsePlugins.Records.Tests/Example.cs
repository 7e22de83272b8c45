using System.Globalization;

namespace SparsePlugins.Records.Tests;

/// <summary>Experiments and records by closed formulas, so that every number of a report can be worked by hand.</summary>
internal static class Example
{
    public const string Manifest = "name: example\nseeds: 5\n";

    /// <summary>A variant: where its curve starts, and the steps that it needs to half of the rest.</summary>
    public sealed record Variant(string Initializer, double Start, double Half, string Reinitializer = "none", string Architecture = "");

    public static readonly IReadOnlyList<Variant> Four =
    [
        new("orthogonal", 0.25, 110),
        new("xavier", 0.24, 130),
        new("svd-sample", 0.45, 100),
        new("data-sample", 0.65, 60),
    ];

    private static readonly Dictionary<string, BetterSide> Sides = new()
    {
        ["higher"] = BetterSide.Higher,
        ["lower"] = BetterSide.Lower,
        ["neither"] = BetterSide.Neither,
    };

    /// <summary>What metrics declare.</summary>
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["mmcs"] = "mean over true features of the largest signed cosine with any dictionary row; 1 is perfect",
        ["mmcs-decile"] = "mmcs over a tenth of the true features: 1 the tenth that fires least often, 10 most often",
        ["l0"] = "codes that are not 0, on average over the evaluation data",
        ["dead-fraction"] = "share of the dictionary features that fire on no row of the evaluation data",
        ["fvu"] = "squared error over squared deviation from the mean row, both summed over the whole evaluation data; 0 is perfect",
        ["loss"] = "the training loss: squared error plus the terms of the architecture, over the activation dimension",
    };

    public static RunEnvironment Environment { get; } =
        new("0.1.0", "10.0.1", "0.107.0", "2.10.0", "Debian 12", "Example 9000", 256, "cpu", 2, "eager", "");

    public static ReportThreshold AtLeast(string measurement, double value) => new(measurement, true, value);

    public static ExperimentRecord Experiment(
        IEnumerable<RunRecord> records,
        string baseline = "orthogonal",
        ComparedList? list = null,
        params ReportThreshold[] thresholds
    ) =>
        new(
            "example",
            Manifest,
            baseline,
            list ?? ComparedList.Initializers,
            thresholds,
            [
                .. records.Select(r => new ExperimentRun(
                    r.Id,
                    $"seed={r.Seed}",
                    "",
                    r.Seed,
                    r.Architecture,
                    r.Initializer,
                    r.Reinitializer,
                    replaced: null
                )),
            ],
            tuning: null,
            settings: []
        );

    /// <summary>Every variant with seeds 1, 2, ...; a run stops when its mmcs reaches 0.99.</summary>
    public static IReadOnlyList<RunRecord> Runs(IEnumerable<Variant> variants, int seeds, long steps = 2800, long every = 100) =>
        [.. from variant in variants from seed in Enumerable.Range(1, seeds) select Run(variant, seed, steps, every)];

    public static RunRecord Run(Variant variant, long seed, long steps = 2800, long every = 100)
    {
        var grid = Grid(steps, every).ToList();
        var reached = grid.FindIndex(step => Mmcs(variant, seed, step) >= 0.99);
        if (reached >= 0)
            grid = grid[..(reached + 1)];
        return Record(
            $"{(variant.Architecture == "" ? "" : variant.Architecture + "/")}{variant.Initializer}/{variant.Reinitializer}/{seed}",
            variant.Initializer,
            seed,
            [
                Curve("mmcs", "higher", grid, step => Mmcs(variant, seed, step)),
                Curve("mmcs-decile-1", "higher", grid, step => Mmcs(variant, seed, step) * 0.9),
                Curve("mmcs-decile-2", "higher", grid, step => Mmcs(variant, seed, step) * 0.95),
                Curve("mmcs-decile-10", "higher", grid, step => Mmcs(variant, seed, step)),
                Curve("l0", "neither", [grid[0], grid[^1]], step => step == 0 ? 120 + seed : 5 + seed / 8.0, "features"),
                Curve("dead-fraction", "lower", [grid[0], grid[^1]], step => step == 0 ? 0 : seed / 100.0),
                Curve("loss", "lower", grid[1..], step => 0.01 / (1 + step / variant.Half)),
            ],
            reached >= 0 ? Outcome.Stopped : Outcome.Completed,
            reinitializer: variant.Reinitializer,
            architecture: variant.Architecture
        );
    }

    public static RunRecord Record(
        string id,
        string initializer,
        long seed,
        IReadOnlyList<Curve> curves,
        Outcome? outcome = null,
        string message = "",
        string reinitializer = "none",
        string architecture = ""
    ) =>
        new(
            id,
            """{"seed":1,"source":{"use":"toy-superposition"}}""",
            seed,
            "toy-superposition",
            architecture,
            initializer,
            reinitializer,
            [new PluginAssembly("SparsePlugins.Metrics", "0.1.0", "ab12cd3e" + new string('0', 56))],
            Environment,
            outcome ?? Outcome.Completed,
            message,
            curves.Count == 0 ? 0 : curves.Max(curve => curve.Steps[^1]),
            512,
            curves,
            [],
            [],
            new Timings(1.5, 0.25, 0.5),
            "",
            data: null,
            dictionary: null
        );

    public static Curve Curve(string name, string better, IReadOnlyList<long> steps, Func<long, double> value, string unit = "") =>
        Curve(name, better, steps, [.. steps.Select(value)], unit);

    /// <summary>A curve of the metric whose name it has, or begins with; of the training loss.</summary>
    public static Curve Curve(string name, string better, IReadOnlyList<long> steps, IReadOnlyList<double> values, string unit = "")
    {
        var isDecile = name.StartsWith("mmcs-decile-", StringComparison.Ordinal);
        var facts = new MeasurementFacts(
            name,
            metric: name == "loss" ? ""
                : isDecile ? "mmcs"
                : name,
            displayName: "",
            Meanings.GetValueOrDefault(isDecile ? "mmcs-decile" : name, ""),
            unit,
            Sides[better],
            isDecile ? ReportedAs.NewDecile("mmcs-decile", int.Parse(name[12..], CultureInfo.InvariantCulture))
                : name == "dead-fraction" ? ReportedAs.DeadFeatures
                : ReportedAs.Plain
        );
        return new(facts, steps, values);
    }

    /// <summary>The same record with other curves, outcome and so on.</summary>
    public static RunRecord With(
        this RunRecord run,
        IReadOnlyList<Curve>? curves = null,
        Outcome? outcome = null,
        string? message = null,
        RunEnvironment? environment = null,
        string? spec = null,
        string? id = null,
        IReadOnlyList<ReinitializationEvent>? events = null,
        IReadOnlyList<CoincidingDirections>? coinciding = null,
        Timings? timings = null,
        DataFacts? data = null,
        DictionaryFacts? dictionary = null,
        IReadOnlyList<PluginAssembly>? plugins = null
    ) =>
        new(
            id ?? run.Id,
            spec ?? run.Spec,
            run.Seed,
            run.Source,
            run.Architecture,
            run.Initializer,
            run.Reinitializer,
            plugins ?? run.Plugins,
            environment ?? run.Environment,
            outcome ?? run.Outcome,
            message ?? run.Message,
            run.Steps,
            run.Batch,
            curves ?? run.Curves,
            events ?? run.Reinitializations,
            coinciding ?? run.Coinciding,
            timings ?? run.Timings,
            run.Weights,
            data ?? run.Data,
            dictionary ?? run.Dictionary
        );

    private static IEnumerable<long> Grid(long steps, long every)
    {
        for (long step = 0; step <= steps; step += every)
            yield return step;
    }

    /// <summary>From its start towards 1, faster for later seeds.</summary>
    private static double Mmcs(Variant variant, long seed, long step)
    {
        var half = variant.Half * (1.09 - 0.03 * seed);
        var share = (double)step * step / ((double)step * step + half * half);
        return variant.Start + 0.002 * seed + (1 - variant.Start - 0.002 * seed) * share;
    }
}
