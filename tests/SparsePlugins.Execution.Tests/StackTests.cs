using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Training;
using TorchSharp;

namespace SparsePlugins.Execution.Tests;

/// <summary>Runs whose updates are made together are what each would be alone, within rounding.</summary>
public sealed class StackTests
{
    private const string Architectures =
        "{ each: [{ use: relu, features: 16, with: { l1: { each: [0.06, 0.3] } } }, { use: top-k, features: 16, with: { k: { each: [2, 3] } } }, "
        + "{ use: batch-top-k, features: 16, with: { k: 2 } }] }";

    [Theory]
    [InlineData("{ use: relu, features: 16, with: { l1: 5.0 } }", "learning_rate: { each: [1.0e-3, 1.0e-2] }")]
    [InlineData("{ use: jump-relu, features: 16, with: { bandwidth: 0.5 } }", "target_l0: 3, decay: linear, average: 0.9")]
    [InlineData("{ use: matryoshka, features: 16, with: { k: 2, aux_dead_after: 200 } }", "k_from: 6, k_decrease: 20, clip: 0.1")]
    public void Curves_are_those_of_the_eager_step(string autoencoder, string training)
    {
        using var eager = new Bench();
        using var stacked = new Bench();
        eager.Run(Manifest("eager"));
        stacked.Run(Manifest("stacked"), jobs: 1);

        Assert.True(eager.Ended.Count >= 8, "nothing was compared");
        Assert.All(stacked.Ended, record => Assert.Equal("stacked", record.Environment.Step));
        AssertClose(eager, stacked);

        string Manifest(string step) =>
            new TinyManifest
            {
                Autoencoder = autoencoder,
                Training = $"step: {step}, {training}",
                Reinitializers = "[none, { use: worst-residuals, every: 10, dead_after: 64, warm_up: 5 }]",
            };
    }

    /// <summary>Weights of penalties share a stack; other forms, and another k, make stacks of their own.</summary>
    [Fact]
    public void A_cohort_may_have_several_stacks()
    {
        using var one = new Bench();
        using var other = new Bench();
        one.Run(new TinyManifest { Autoencoder = Architectures, Training = "step: stacked" }, jobs: 1);
        other.Run(new TinyManifest { Autoencoder = Architectures, Training = "step: eager" });

        Assert.All(one.Ended, record => Assert.True(record.Outcome.IsCompleted, record.Message));
        AssertClose(other, one);
    }

    [Fact]
    public void Runs_that_are_alike_share_a_stack_and_those_that_were_resumed_apart_come_together()
    {
        using var bench = new Bench();
        var pending = bench
            .Prepare(
                new TinyManifest
                {
                    Seeds = 1,
                    Autoencoder = Architectures,
                    Training = "step: stacked",
                }
            )
            .Pending.Single();
        var source = bench.Plugins.Find(ComponentKind.Source, pending.Cohort.Source.Name);
        using var data = CohortData.Open(pending.Cohort, source, bench.Files, torch.CPU, CancellationToken.None);
        using var batch = new TrainingBatch(data.TrainingBatch(1));
        var seed = Seeds.ForCohort(pending.Cohort);
        ActiveRun[] runs = [.. pending.Runs.Select(run => ActiveRun.Begin(run.Run, run.Key, bench.Context, data, seed))];
        using (var ahead = new RunGroups(runs[..1]))
        {
            ahead.Remaining[0].Train(1, _ => batch, (_, work) => work());
        }

        using var groups = new RunGroups(runs);
        Assert.Equal([1, 3, 2, 2, 2], Sizes()); // Two penalties and two initializers, one of them an update ahead; k 2, k 3 and batch-top-k.
        groups.Merge();
        Assert.Equal([1, 3, 2, 2, 2], Sizes());
        groups.Remaining[1].Train(1, _ => batch, (_, work) => work());
        groups.Merge();
        Assert.Equal([4, 2, 2, 2], Sizes());
        runs[2].Fail("a test says so");
        Assert.Equal([3, 2, 2, 2], Sizes());
        Array.ForEach(runs, run => run.Dispose());

        IEnumerable<int> Sizes() => groups.Remaining.Select(group => group.Remaining.Count);
    }

    /// <summary>The seeds of a comparison are one stack, and every run sees the batches of its own.</summary>
    [Theory]
    [InlineData(1, new[] { 10 })]
    [InlineData(2, new[] { 6, 4 })]
    [InlineData(9, new[] { 2, 2, 2, 2, 2 })]
    public void Seeds_are_trained_together_in_equal_parts_for_all_jobs(int jobs, int[] runs)
    {
        var manifest = new TinyManifest { Seeds = 5, Training = "step: stacked" };
        using var bench = new Bench();
        using var eager = new Bench();
        var parts = JoinedCohorts.Join(bench.Prepare(manifest).Pending, jobs, bench.Context);
        Assert.Equal(runs, parts.Select(part => part.Sum(cohort => cohort.Runs.Count)));
        bench.Run(manifest, jobs);
        eager.Run(manifest with { Training = "step: eager" });

        Assert.Equal(["seed=1", "seed=2", "seed=3", "seed=4", "seed=5"], bench.Started.Select(started => started.Cohort).Order());
        AssertClose(eager, bench);
    }

    [Fact]
    public void Runs_of_several_seeds_are_one_stack()
    {
        using var bench = new Bench();
        var pending = bench.Prepare(new TinyManifest { Seeds = 3, Training = "step: stacked" }).Pending;
        OpenCohort[] cohorts = [.. pending.Select(cohort => OpenCohort.Open(cohort, bench.Context, bench))];
        ActiveRun[] runs =
        [
            .. cohorts.SelectMany(cohort =>
                cohort.Pending.Runs.Select(run =>
                    ActiveRun.Begin(run.Run, run.Key, bench.Context, cohort.Data, Seeds.ForCohort(cohort.Cohort))
                )
            ),
        ];
        using var groups = new RunGroups(runs);

        Assert.Equal(6, Assert.Single(groups.Remaining).Remaining.Count);
        Array.ForEach(runs, run => run.Dispose());
        Array.ForEach(cohorts, cohort => cohort.Dispose());
    }

    /// <summary>Two of a size that a stack holds, where D decides and not B.</summary>
    [Fact]
    public void No_more_seeds_are_joined_than_a_stack_holds()
    {
        using var bench = new Bench();
        var manifest = new TinyManifest
        {
            Seeds = 4,
            Source = "{ use: toy-superposition, with: { activation_dim: 1024, features: 16, active: 2 } }",
            Autoencoder = "{ use: relu, features: 32768 }",
            Training = "step: stacked",
        };

        var parts = JoinedCohorts.Join(bench.Prepare(manifest).Pending, 1, bench.Context);

        Assert.Equal([2, 2], parts.Select(part => part.Length)); // 2 runs each: 4 x 32768 x 1024 = 2^27.
    }

    [Fact]
    public void Cohorts_of_another_source_or_step_are_not_joined()
    {
        using var bench = new Bench();
        var bySource = Parts(new TinyManifest { Source = Source("{ each: [2, 3] }"), Training = "step: stacked" });
        Assert.Equal([2, 2], bySource.Select(part => part.Length));
        Assert.All(bySource, part => Assert.Single(part.DistinctBy(cohort => cohort.Cohort.Source.Label)));
        Assert.All(Parts(new TinyManifest { Training = "step: eager" }), part => Assert.Single(part));

        IReadOnlyList<PendingCohort[]> Parts(string manifest) => JoinedCohorts.Join(bench.Prepare(manifest).Pending, 1, bench.Context);
        static string Source(string active) =>
            $"{{ use: toy-superposition, with: {{ activation_dim: 8, features: 16, active: {active} }} }}";
    }

    [Fact]
    public void Seeds_that_were_interrupted_together_go_on_to_the_same_bytes()
    {
        var manifest = new TinyManifest
        {
            Steps = "90",
            Seeds = 3,
            Training = "step: stacked",
        };
        using var whole = new Bench();
        using var torn = new Bench { StopAtStep = 33 };
        whole.Run(manifest, jobs: 1);
        Assert.Throws<OperationCanceledException>(() => torn.Run(manifest, jobs: 1));
        torn.StopAtStep = long.MaxValue;
        torn.Run(manifest, jobs: 1);

        Assert.Equal(3, torn.ResumedFrom.Count);
        Assert.All(whole.Ended, record => Assert.Equal(whole.TensorsOf(record.Id), torn.TensorsOf(record.Id)));
    }

    [Fact]
    public void A_source_that_fails_for_one_seed_leaves_the_others()
    {
        var manifest = new TinyManifest
        {
            Seeds = 3,
            Source = "{ use: faulty, with: { at: 12 } }",
            Training = "step: stacked",
            Metrics = "[fvu, l0]",
        };
        using var healthy = new Bench();
        using var with = new Bench { HasOwnPlugins = true };
        healthy.Run(manifest, jobs: 1);
        with.Run(manifest with { Source = "{ use: faulty, with: { at: 12, fails: training, once: true } }" }, jobs: 1);

        var failed = with.Ended.Where(record => record.Outcome.IsFailed).ToArray();
        Assert.Equal((2, 4), (failed.Length, with.Ended.Count - failed.Length));
        Assert.Single(failed.DistinctBy(record => record.Seed));
        Assert.All(failed, record => Assert.Contains("batch 12 of Training can't be read", record.Message, StringComparison.Ordinal));
        Assert.Single(with.Failures);
        AssertClose(healthy, with);
    }

    [Fact]
    public void A_run_that_fails_or_stops_leaves_the_others()
    {
        var manifest = new TinyManifest
        {
            Training = "step: stacked, stop_when: mmcs >= 0.75",
            Steps = "200",
            Initializers = "[orthogonal, data-sample, xavier, unit-sphere]",
        };
        using var healthy = new Bench();
        using var with = new Bench { HasOwnPlugins = true };
        healthy.Run(manifest, jobs: 1);
        with.Run(
            manifest with
            {
                Metrics = "[mmcs, l0, fvu, dead-fraction, { use: faulty, with: { fault: throw, call: 6, always: false } }]",
            },
            jobs: 1
        );

        Assert.Contains(healthy.Ended, record => record.Outcome.IsStopped);
        Assert.True(healthy.Ended.DistinctBy(record => record.Steps).Count() > 1, "all ended together");
        Assert.Single(with.Ended, record => record.Outcome.IsFailed);
        AssertClose(healthy, with);
    }

    /// <summary>Also where it isn't asked for: no other step rounds products.</summary>
    [Fact]
    public void Products_in_bfloat16_are_stacked_and_learn_the_same_within_their_rounding()
    {
        using var bench = new Bench();
        bench.Run(
            new TinyManifest { Steps = "400", Training = "learning_rate: 1.0e-2, precision: { each: [float32, bfloat16] }" },
            jobs: 1
        );

        var pairs = bench
            .Ended.GroupBy(record => (record.Seed, record.Initializer))
            .Select(pair => pair.OrderBy(one => one.Environment.Step));
        foreach (RunRecord[] pair in pairs.Select(pair => pair.ToArray()))
        {
            Assert.Equal(["fused", "stacked"], pair.Select(record => record.Environment.Step));
            var (exact, rounded) = (Last(pair[0], "fvu"), Last(pair[1], "fvu"));
            Assert.NotEqual(exact, rounded);
            Assert.Equal(exact, rounded, 0.02);
        }

        static double Last(RunRecord record, string measurement) =>
            record.Curves.Single(curve => curve.Measurement == measurement).Values[^1];
    }

    private static void AssertClose(Bench expected, Bench actual)
    {
        Assert.Equal(expected.Ended.Count, actual.Ended.Count);
        foreach (var record in actual.Ended.Where(record => !record.Outcome.IsFailed))
        {
            var other = expected.Ended.Single(one => Key(one) == Key(record));
            Assert.Equal((other.Outcome, other.Steps), (record.Outcome, record.Steps));
            Assert.Equal(
                other.Reinitializations.Select(one => (one.Step, string.Join(' ', one.Features))),
                record.Reinitializations.Select(one => (one.Step, string.Join(' ', one.Features)))
            );
            foreach (var curve in other.Curves)
            {
                var values = record.Curves.Single(one => one.Measurement == curve.Measurement).Values;
                Assert.All(
                    curve.Values.Zip(values),
                    pair => Assert.Equal(pair.First, pair.Second, 2e-3 * Math.Max(1, Math.Abs(pair.First)))
                );
            }
        }
    }

    /// <summary>All that tells runs of one manifest apart, but the step.</summary>
    private static (long, string, string, string, string) Key(RunRecord record) =>
        (record.Seed, record.Initializer, record.Reinitializer, record.Architecture, Rate(record.Spec));

    private static string Rate(string spec)
    {
        var at = spec.IndexOf("\"learning_rate\"", StringComparison.Ordinal);
        return spec[at..spec.IndexOf(',', at)];
    }
}
