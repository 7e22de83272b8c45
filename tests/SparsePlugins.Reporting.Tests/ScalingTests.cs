using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Settings that differ in size.</summary>
public sealed class ScalingTests
{
    private static readonly ReportThreshold Reached = Example.AtLeast("mmcs", 0.9);

    [Fact]
    public void A_power_law_gives_its_exponent()
    {
        // Steps D² / 16 for seed 1 and twice that for seeds 2 and 3: every seed's exponent is 2. 512 samples a step.
        var text = Text(from size in new[] { 64, 128, 256 } from seed in new[] { 1, 2, 3 } select (size, seed, Squared(size, seed)));

        Assert.Contains("**samples to mmcs ≥ 0.9**", text, StringComparison.Ordinal);
        // Means of 1, 2, 2 times 256 · 512, 1024 · 512 and 4096 · 512.
        Assert.Contains("| orthogonal (baseline) | 218453 | 873813 | 3495253 | 2.00 ± 0.00 |", text, StringComparison.Ordinal);
        Assert.Contains("by activation_dim](figures/scaling-1.svg)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_without_a_result_at_every_size_is_left_out_of_the_exponent()
    {
        var runs =
            from size in new[] { 64, 128, 256 }
            from seed in new[] { 1, 2, 3, 4 }
            select (size, seed, (size, seed) == (256, 4) ? null : Squared(size, seed));

        Assert.Contains(
            "| orthogonal (baseline) | 229376 | 917504 | 3495253 (n = 3) | 2.00 ± 0.00 (n = 3) |",
            Text(runs),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_changes_with_the_size_is_its_companion_and_the_rest_makes_groups()
    {
        var runs = Records(
            from noise in new[] { "0", "0.1" }
            from size in new[] { 64, 128, 256 }
            from seed in new[] { 1, 2, 3 }
            select (size, seed, Squared(size, seed), noise)
        );
        var text = Render(runs).Text();

        Assert.Contains("**samples to mmcs ≥ 0.9, noise=0**", text, StringComparison.Ordinal);
        Assert.Contains("**samples to mmcs ≥ 0.9, noise=0.1**", text, StringComparison.Ordinal);
        Assert.Contains(
            "activation_dim (log scale; with it change features)",
            Render(runs).Single(file => file.Path == "figures/scaling-1.svg").Content,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Two_sizes_have_no_exponent() =>
        Assert.DoesNotContain(
            "## Scaling",
            Text(from size in new[] { 64, 128 } from seed in new[] { 1, 2, 3 } select (size, seed, Squared(size, seed))),
            StringComparison.Ordinal
        );

    [Fact]
    public Task The_figure_of_a_power_law()
    {
        var runs = Records(
            from size in new[] { 64, 128, 256 }
            from seed in new[] { 1, 2, 3 }
            select (size, seed, Squared(size, seed), "0")
        );
        return Verifier.Verify(Render(runs).Single(file => file.Path == "figures/scaling-1.svg").Content, "svg");
    }

    private static long? Squared(int size, int seed) => size * (long)size / 16 * (seed == 1 ? 1 : 2);

    private static string Text(IEnumerable<(int, int, long?)> runs) =>
        Render(Records(from run in runs select (run.Item1, run.Item2, run.Item3, "0"))).Text();

    /// <summary>Runs that get to mmcs 0.9 at a step, or never in 10,000.</summary>
    private static List<RunRecord> Records(IEnumerable<(int Size, int Seed, long? Step, string Noise)> runs) =>
        [
            .. from run in runs
            let curve = Example.Curve("mmcs", "higher", [0, run.Step ?? 9000, 10_000], at => at >= run.Step ? 0.9 : 0.2)
            let spec = $$"""{ "source": { "with": { "activation_dim": {{run.Size}}, "features": {{2 * run.Size}}, "noise": {{run.Noise}} } }, "training": { "steps": 10000 } }"""
            select Example.Record($"{run.Size}/{run.Noise}/{run.Seed}", "orthogonal", run.Seed, [curve]).With(spec: spec),
        ];

    private static IReadOnlyList<ReportFile> Render(IReadOnlyList<RunRecord> runs)
    {
        var experiment = Example.Experiment(runs, thresholds: Reached);
        var placed = experiment.Runs.Select(run => new ExperimentRun(
            run.Id,
            run.Cohort,
            run.Id[..run.Id.LastIndexOf('/')],
            run.Seed,
            run.Architecture,
            run.Initializer,
            run.Reinitializer,
            replaced: null
        ));
        return Rendered.Markdown(
            new ExperimentRecord(
                "example",
                Example.Manifest,
                "orthogonal",
                ComparedList.Initializers,
                experiment.Thresholds,
                [.. placed],
                tuning: null,
                settings: []
            ),
            runs
        );
    }
}
