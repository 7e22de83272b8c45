using System.Globalization;
using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

public sealed class ReportTests
{
    private static readonly ReportThreshold[] Usual = [Example.AtLeast("mmcs", 0.95), Example.AtLeast("mmcs", 0.99)];

    [Fact]
    public Task Four_variants_over_five_seeds()
    {
        var runs = Example.Runs(Example.Four, 5);
        return Verifier.Verify(Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs).Text(), "md");
    }

    [Fact]
    public Task The_figure_of_four_variants()
    {
        var runs = Example.Runs(Example.Four, 5);
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs);
        return Verifier.Verify(report.Single(file => file.Path == "figures/mmcs.svg").Content, "svg");
    }

    [Fact]
    public Task The_figure_of_differences()
    {
        var runs = Example.Runs(Example.Four, 5, steps: 1000);
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs);
        return Verifier.Verify(report.Single(file => file.Path == "figures/differences.svg").Content, "svg");
    }

    [Fact]
    public void Revivals_are_counted_and_marked_below_the_dead_features()
    {
        // Three seeds: 2, 3 and 4 features at step 200, and one of them again at step 400.
        var variants = new[] { "none", "worst-points" }.Select(name => new Example.Variant("orthogonal", 0.3, 120, name));
        var runs = Example
            .Runs(variants, 3)
            .Select(run =>
                run.Reinitializer == "none"
                    ? run
                    : run.With(
                        events: [new(200, [.. Enumerable.Range(0, (int)run.Seed + 1)], 0, 0), new(400, [0], 0, 0), new(600, [], 3, 0)]
                    )
            )
            .ToList();

        var report = Rendered.Markdown(Example.Experiment(runs, "none", ComparedList.Reinitializers, Usual), runs);

        Assert.Contains("| worst-points | 2.0 ± 0.0 | 4.0 ± 2.5 | 400 |", report.Text(), StringComparison.Ordinal);
        var drawing = report.Single(file => file.Path == "figures/dead-fraction.svg").Content;
        Assert.Contains("steps at which dead features of any seed were given new weights", drawing, StringComparison.Ordinal);
        Assert.Equal(2, drawing.Split("stroke-opacity=\"0.55\"").Length - 1);
    }

    [Fact]
    public Task The_numbers_as_json()
    {
        var runs = Example.Runs(Example.Four.Where(variant => variant.Initializer is "orthogonal" or "data-sample"), 3, every: 200);
        return Verifier.Verify(Rendered.Json(Example.Experiment(runs, thresholds: Usual), runs), "json");
    }

    [Fact]
    public Task Runs_that_never_reached_the_threshold_are_counted_and_not_averaged()
    {
        var runs = Example.Runs(Example.Four, 5, steps: 1000);
        return Verifier.Verify(Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs).Text(), "md");
    }

    [Fact]
    public Task One_seed_is_inconclusive()
    {
        var runs = Example.Runs(Example.Four, 1);
        return Verifier.Verify(Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs).Text(), "md");
    }

    [Fact]
    public Task Two_settings_have_a_section_each()
    {
        var small = Example.Runs(Example.Four.Take(2), 3);
        var large = Example.Runs(Example.Four.Take(2).Select(variant => variant with { Half = variant.Half * 2 }), 3);
        var moved = large.Select(run => run.With(id: $"{run.Id}/large")).ToList();
        RunRecord[] all = [.. small, .. moved];
        var flat = Example.Experiment(all, thresholds: Usual);
        var runs = flat.Runs.Select(run => new ExperimentRun(
            run.Id,
            run.Cohort,
            run.Id.EndsWith("large", StringComparison.Ordinal) ? "autoencoder.features=512" : "autoencoder.features=256",
            run.Seed,
            run.Architecture,
            run.Initializer,
            run.Reinitializer,
            replaced: null
        ));
        var experiment = flat.WithRuns([.. runs])
            .WithSettings([
                .. new[] { "256", "512" }.Select(features => new ExperimentSetting(
                    $"autoencoder.features={features}",
                    [new SettingValue("autoencoder.features", features)]
                )),
            ]);

        var report = Rendered.Markdown(experiment, all);

        Assert.Contains(report, file => file.Path == "figures/setting-2-mmcs.svg");
        return Verifier.Verify(report.Text(), "md");
    }

    [Fact]
    public Task Reinitializers_are_compared_inside_an_initializer()
    {
        var variants =
            from initializer in new[] { "orthogonal", "data-sample" }
            from reinitializer in new[] { "none", "worst-residuals" }
            select new Example.Variant(initializer, 0.3, reinitializer == "none" ? 120 : 100, reinitializer);
        var runs = Example.Runs(variants, 4);
        return Verifier.Verify(Rendered.Markdown(Example.Experiment(runs, "none", ComparedList.Reinitializers, Usual), runs).Text(), "md");
    }

    [Fact]
    public void Another_step_is_no_other_device()
    {
        var runs = Example.Runs(Example.Four.Take(2), 4).ToList();
        var here = runs[6].Environment;
        runs[6] = runs[6]
            .With(
                environment: new RunEnvironment(
                    here.Version,
                    here.Dotnet,
                    here.TorchSharp,
                    here.LibTorch,
                    here.Os,
                    here.Cpu,
                    here.VectorBits,
                    here.Device,
                    here.Threads,
                    "stacked",
                    here.Arithmetic
                )
            );

        Assert.Contains(
            "Mixed environments: the runs differ in the step that computes updates.",
            Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs).Text(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public Task What_went_wrong_is_named()
    {
        var runs = Example.Runs(Example.Four.Take(2), 4).ToList();
        var experiment = Example.Experiment(runs, thresholds: Usual);
        runs[1] = runs[1].With([], Outcome.Failed, "svd failed | to <converge>");
        runs[2] = runs[2].With(outcome: Outcome.Diverged, message: "the loss is NaN");
        runs[5] = runs[5]
            .With([
                Example.Curve("mmcs", "higher", [0, 10], step => step == 0 ? 0.2 : double.NaN),
                Example.Curve("dead-fraction", "lower", [0, 10], _ => 0.125),
            ]);
        runs[6] = runs[6]
            .With(
                environment: new RunEnvironment(
                    "0.1.0",
                    "10.0.1",
                    "0.107.0",
                    "2.10.0",
                    "Debian 12",
                    "Example 9000",
                    256,
                    "cuda: H100",
                    2,
                    "eager",
                    ""
                )
            );
        runs.RemoveAt(7);

        return Verifier.Verify(Rendered.Markdown(experiment, runs).Text(), "md");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_order_of_records_and_the_culture_do_not_change_a_byte(int rotation)
    {
        var runs = Example.Runs(Example.Four, 4);
        var experiment = Example.Experiment(runs, thresholds: Usual);
        var expected = Everything(experiment, runs);
        IReadOnlyList<RunRecord> shuffled = [.. runs.Skip(rotation * 7).Concat(runs.Take(rotation * 7)).Reverse()];

        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Unusual();
        try
        {
            Assert.Equal("0,5", 0.5.ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Everything(experiment, shuffled));
            Assert.Equal(RecordJson.Write(runs[0]), RecordJson.Write(RecordJson.Read(RecordJson.Write(runs[0]))));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
        Assert.Equal(expected, Everything(experiment, shuffled));
    }

    [Fact]
    public void Wall_clock_time_is_in_the_table_of_runs_of_the_page_alone()
    {
        var runs = Example.Runs(Example.Four, 3);
        var slower = runs.Select(run => run.With(timings: new Timings(86400, 0.25, 0.5))).ToList();
        var experiment = Example.Experiment(runs, thresholds: Usual);

        Assert.NotEqual(runs[0].Timings, slower[0].Timings);
        const string Fast = "<td data-order=\"1.75\">1.8</td>";
        const string Slow = "<td data-order=\"86400.25\">86400.2</td>";
        Assert.Equal(runs.Count + 1, Everything(experiment, runs).Split(Fast).Length);
        Assert.Equal(Everything(experiment, runs), Everything(experiment, slower).Replace(Slow, Fast, StringComparison.Ordinal));
    }

    [Fact]
    public void A_threshold_from_above_is_crossed_at_the_first_value_that_is_small_enough()
    {
        // fvu 1, 0.5, 0.2, 0.3 at steps 0, 10, 20, 30: at most 0.25 first at step 20.
        double[] values = [1, 0.5, 0.2, 0.3];
        var run = Example.Record("a", "orthogonal", 1, [Example.Curve("fvu", "lower", [0, 10, 20, 30], values)]);
        var experiment = Example.Experiment([run], thresholds: new ReportThreshold("fvu", false, 0.25));

        var text = Rendered.Markdown(experiment, [run]).Text();

        Assert.Contains("## Steps to fvu ≤ 0.25", text, StringComparison.Ordinal);
        Assert.Contains("| orthogonal (baseline) | 20 | 1 of 1 | 20 |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_is_made_where_the_interval_excludes_zero_and_nowhere_else()
    {
        // Differences -30, -25, -35: mean -30, s = 5, t(0.975, 2) = 4.302653, half width 12.42 -> -42 to -18; t = 10.39, p = 0.0091, of two
        // comparisons (the other is mmcs at the end) the smallest: 0.018.
        Assert.Equal(
            "**data-sample is faster than orthogonal to mmcs ≥ 0.9 (-30 %); inconclusive: final mmcs (within 0.1 %).**",
            Answer([70, 75, 65])[0]
        );
        Assert.Equal(
            "- mmcs ≥ 0.9: data-sample 70 steps, orthogonal 100 steps: -30 steps (-30 %), 95 % CI -42 to -18, earlier in 3 of 3 seeds, p = 0.018 (Holm).",
            Answer([70, 75, 65])[2]
        );
        // Differences -30, -20, -40: s = 10, half width 24.84, t = 5.196, p = 0.0351, corrected 0.07.
        Assert.Equal(
            "**No variant is shown to differ from orthogonal; suggestive only: mmcs ≥ 0.9 (data-sample -30 %); inconclusive: final mmcs (within 0.1 %).**",
            Answer([70, 80, 60])[0]
        );
        Assert.Equal(
            "- mmcs ≥ 0.9: data-sample 70 steps, orthogonal 100 steps: -30 steps (-30 %), 95 % CI -55 to -5, earlier in 3 of 3 seeds, p = 0.035, but 0.070 after correction for 2 comparisons.",
            Answer([70, 80, 60])[2]
        );
        // Differences +30, -20, -40 hold zero.
        Assert.Equal(
            "**No variant is shown to differ from orthogonal; inconclusive: mmcs ≥ 0.9 (95 % CI -100 to +80 %) and final mmcs (within 0.1 %).**",
            Answer([130, 80, 60])[0]
        );
    }

    [Fact]
    public void A_measurement_without_any_value_is_named_once()
    {
        var runs = Example
            .Runs(Example.Four, 5)
            .Select(run => run.With([.. run.Curves, Example.Curve("mmcs-decile-3", "higher", [0, 100], _ => double.NaN)]))
            .ToList();

        var text = Rendered.Markdown(Example.Experiment(runs, thresholds: Usual), runs).Text();

        Assert.Contains("## Warnings\n\n- mmcs-decile-3 has no value in any run.\n\n", text, StringComparison.Ordinal);
    }

    /// <summary>The headline where the baseline crosses at step 100 and the variant at the given steps.</summary>
    private static string[] Answer(long[] crossings)
    {
        RunRecord Crossing(string initializer, long seed, long step) =>
            Example.Record(
                $"{initializer}{seed}",
                initializer,
                seed,
                [Example.Curve("mmcs", "higher", [0, step - 1, step], [0.5, 0.5, 0.95])]
            );

        RunRecord[] runs =
        [
            .. crossings.Select((_, i) => Crossing("orthogonal", i, 100)),
            .. crossings.Select((step, i) => Crossing("data-sample", i, step)),
        ];
        return Rendered.Markdown(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.9)), runs).Text().Split('\n')[2..];
    }

    private static string Everything(ExperimentRecord experiment, IReadOnlyList<RunRecord> runs) =>
        string.Join(
            '\n',
            ReportFormat.All.SelectMany(format => format.Files(Report.Make(experiment, runs))).Select(file => file.Path + file.Content)
        );

    /// <summary>Commas for decimals and another minus sign; invariant globalization knows no named culture.</summary>
    private static CultureInfo Unusual()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        culture.NumberFormat.NaNSymbol = "keine Zahl";
        return culture;
    }
}
