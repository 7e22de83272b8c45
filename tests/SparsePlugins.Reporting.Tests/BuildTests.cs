namespace SparsePlugins.Reporting.Tests;

public sealed class BuildTests
{
    private static readonly ReplacedBuild Old = new(ComparedList.Initializers, "3f2a1c9d8e7f");

    [Fact]
    public void A_replaced_build_is_named_at_the_entry_that_its_plugin_brings()
    {
        var run = new ExperimentRun("0f", "seed=1", "", 1, "top-k(k=8)", "blend(ratio=0.2)", "worst", replaced: null);

        Assert.Equal("top-k(k=8) + blend(ratio=0.2) + worst", run.Name);
        Assert.Equal("top-k(k=8) + blend(ratio=0.2) [build 3f2a1c9] + worst", run.OfReplaced("old", Old).Name);
        Assert.Equal(
            "worst [build 3f2a1c9]",
            run.OfReplaced("old", new(ComparedList.Reinitializers, Old.Sha256)).LabelIn(ComparedList.Reinitializers)
        );
        Assert.Equal("worst", run.OfReplaced("old", Old).EntryIn(ComparedList.Reinitializers));
    }

    /// <summary>A label that reads like that of an old build, and belongs to none.</summary>
    [Fact]
    public void A_component_may_be_named_like_a_build()
    {
        var runs = Example.Runs([new("orthogonal", 0.2, 100), new("a [build 3f2a1c9]", 0.4, 80), new("a", 0.3, 90)], 3);

        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.9)), runs).Text();

        Assert.DoesNotContain("## Builds", report, StringComparison.Ordinal);
        Assert.Contains("The correction is over the 2 comparisons", report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_build_stands_beside_the_new_with_their_paired_difference()
    {
        var (experiment, records) = Replaced();
        var report = Rendered.Markdown(experiment, records).Text();

        Assert.Contains("## Builds\n\n- **Noisy**: `0ld0ld0` was replaced by `4e34e34`\n", report, StringComparison.Ordinal);
        // Seeds 1, 2, 3 end at 0.9 and, with the new build, at 0.91, 0.92, 0.93: mean 0.02, s 0.01, t(0.975, 2) = 4.303, 0.0248 on each side.
        Assert.Contains(
            "| data-sample | mmcs ↑ | 0.9000 ± 0.0000 | 0.920 ± 0.025 | +0.020 (-0.005 to +0.045) |",
            report,
            StringComparison.Ordinal
        );
    }

    [Theory]
    // Differences 0.01, 0.02, 0.03: mean 0.02, s 0.01, t = 3.46 with 2 degrees of freedom, p = 0.074.
    [InlineData(
        0.01,
        "data-sample: the new build is not shown to differ from the old build; inconclusive: final mmcs (95 % CI -0.5 to +5.0 %). final mmcs: the new build 0.920, the old build 0.900: +0.020 (+2.2 %), 95 % CI -0.005 to +0.045, 3 seeds, p = 0.074 (Holm)."
    )]
    // Differences 0.04, 0.05, 0.06: t = 8.66, p = 0.013.
    [InlineData(
        0.04,
        "data-sample: the new build is better than the old build in final mmcs. final mmcs: the new build 0.950, the old build 0.900: +0.050 (+5.6 %), 95 % CI +0.025 to +0.075, 3 seeds, p = 0.013 (Holm)."
    )]
    // Differences -0.06, -0.05, -0.04.
    [InlineData(
        -0.06,
        "data-sample: the new build is worse than the old build in final mmcs. final mmcs: the new build 0.850, the old build 0.900: -0.050 (-5.6 %), 95 % CI -0.075 to -0.025, 3 seeds, p = 0.013 (Holm)."
    )]
    public void One_line_says_whether_the_new_build_is_better(double first, string line)
    {
        var (experiment, records) = Replaced(seed => 0.9 + first + 0.01 * (seed - 1));

        Assert.Equal(line, Report.Make(experiment, records).RoundAnswer);
    }

    [Fact]
    public void One_line_answers_for_several_rebuilt_variants_and_without_one_it_is_the_verdict()
    {
        var (one, records) = Replaced(seed => 0.93 + 0.01 * seed);
        var twice = one.WithRuns([.. one.Runs, .. one.Runs.Select(run => run.InSetting("l1=0.1"))]);

        Assert.Equal(
            "2 rebuilt variants: data-sample: the new build is better than the old build in final mmcs (+5.6 %)",
            Report.Make(twice, records).RoundAnswer.Split(';')[0].TrimEnd('.')
        );
        var runs = Example.Runs(Example.Four, seeds: 3);
        var report = Report.Make(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.9)), runs);
        Assert.Equal(report.Headline[0], report.RoundAnswer);
    }

    [Fact]
    public void An_experiment_without_old_builds_says_nothing_of_them()
    {
        var records = Example.Runs(Example.Four, seeds: 3);

        Assert.DoesNotContain("## Builds", Rendered.Markdown(Example.Experiment(records), records).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_page_that_is_watched_looks_for_a_newer_one_and_its_policy_allows_that_script()
    {
        var (experiment, records) = Replaced();
        var plain = Rendered.Html(experiment, records);
        var watched = Rendered.Watched(experiment, records);

        Assert.DoesNotContain("location.reload", plain, StringComparison.Ordinal);
        Assert.Contains("location.reload", watched, StringComparison.Ordinal);
        Assert.Equal(1, Hashes(plain));
        Assert.Equal(2, Hashes(watched));

        static int Hashes(string page)
        {
            var policy = page[page.IndexOf("script-src", StringComparison.Ordinal)..page.IndexOf("base-uri", StringComparison.Ordinal)];
            return policy.Split("sha256-").Length - 1;
        }
    }

    private static (ExperimentRecord, IReadOnlyList<RunRecord>) Replaced() => Replaced(seed => 0.9 + 0.01 * seed);

    /// <summary>Three runs of an old build that end at 0.9, and of the new one.</summary>
    private static (ExperimentRecord, IReadOnlyList<RunRecord>) Replaced(Func<int, double> end)
    {
        RunRecord[] old = [.. Enumerable.Range(1, 3).Select(seed => Ending("old", seed, 0.9, "0ld0ld0ld"))];
        RunRecord[] recent = [.. Enumerable.Range(1, 3).Select(seed => Ending("new", seed, end(seed), "4e34e34e3"))];
        IReadOnlyList<RunRecord> records = [.. recent, .. old];
        var runs = records.Select(record => new ExperimentRun(
            record.Id,
            $"seed={record.Seed}",
            "",
            record.Seed,
            "",
            "data-sample",
            "none",
            record.Id.StartsWith("old", StringComparison.Ordinal) ? Old : null
        ));
        return (
            new ExperimentRecord("example", "", "orthogonal", ComparedList.Initializers, [], [.. runs], tuning: null, settings: []),
            records
        );
    }

    private static RunRecord Ending(string build, int seed, double end, string sha)
    {
        var curve = Example.Curve("mmcs", "higher", [0, 100], step => step == 0 ? 0.5 : end);
        var record = Example.Record($"{build}/{seed}", "data-sample", seed, [curve]);
        return new(
            record.Id,
            record.Spec,
            record.Seed,
            record.Source,
            record.Architecture,
            record.Initializer,
            record.Reinitializer,
            [new PluginAssembly("Noisy", "0.1.0", sha)],
            record.Environment,
            record.Outcome,
            record.Message,
            record.Steps,
            record.Batch,
            record.Curves,
            record.Reinitializations,
            record.Coinciding,
            record.Timings,
            record.Weights,
            data: new DataFacts(100, true, survey: null, new SampleFacts(100, 0.1, seed, 2), inputs: null, []),
            dictionary: null
        );
    }
}
