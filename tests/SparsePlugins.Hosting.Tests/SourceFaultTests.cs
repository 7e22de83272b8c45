using SparsePlugins.Hosting.Launching;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Tests;

/// <summary>A source that fails leaves what its runs had: steps, curves, checkpoints.</summary>
public sealed class SourceFaultTests
{
    private const string Named = "source 'faulty' (Fixture.Faults 0.1.0): ";

    [Theory]
    [InlineData(0)] // Before the first update.
    [InlineData(24)] // In the middle of a group of batches, which members learn from one after the other.
    [InlineData(37)]
    public void A_batch_that_fails_ends_every_run_at_the_step_before_it_with_its_curves(int at)
    {
        using var healthy = new Bench();
        using var bench = new Bench();
        healthy.Run(Manifest(steps: Math.Max(at, 1)));
        bench.Run(Manifest("fails: training", at));

        Assert.Equal(6, bench.Ended.Count);
        foreach (var record in bench.Ended)
        {
            Assert.Equal((Outcome.Failed, (long)at), (record.Outcome, record.Steps));
            Assert.Equal($"{Named}batch {at} of Training can't be read", record.Message);
            var same = healthy.Ended.Single(one => (one.Seed, one.Initializer) == (record.Seed, record.Initializer));
            Assert.Equal(Points(same).Where(point => point.Step % 10 == 0 && point.Step <= at), Points(record));
            Assert.True(record.Timings.EvaluationSeconds > 0);
        }

        Assert.Equal(2, bench.Failures.Count); // One for each seed, not one for each run.
        Assert.All(
            RunStatus.Read(bench.Store, bench.Store.ReadExperiment()!),
            run => Assert.Equal((RunState.Failed, at), (run.State, run.Step))
        );
    }

    [Fact]
    public void The_next_try_resumes_from_the_step_at_which_it_failed_and_ends_as_if_nothing_had_happened()
    {
        using var healthy = new Bench();
        using var bench = new Bench { HasOwnPlugins = true };
        healthy.Run(Manifest(steps: 60));
        // With one job, as of a cohort that is split over cores one part alone would fail.
        bench.Run(Manifest("fails: training, once: true", at: 37, seeds: 1), jobs: 1);
        bench.Run(Manifest("fails: training, once: true", at: 37, seeds: 1), jobs: 1);

        Assert.Equal([37L], bench.ResumedFrom);
        foreach (var record in bench.Ended.TakeLast(3))
        {
            var same = healthy.Ended.Single(one => (one.Seed, one.Initializer) == (record.Seed, record.Initializer));
            Assert.Equal(Outcome.Completed, record.Outcome);
            Assert.Equal(Points(same), Points(record));
        }
    }

    [Theory]
    [InlineData("evaluation", "batch 0 of Evaluation can't be read")]
    [InlineData("initialization", "batch 0 of Initialization can't be read")]
    public void One_that_fails_before_any_run_begins_leaves_runs_at_step_0(string split, string message)
    {
        using var bench = new Bench();
        bench.Run(Manifest($"fails: {split}", at: 0));

        Assert.Equal(6, bench.Ended.Count);
        Assert.All(
            bench.Ended,
            record => Assert.Equal((Outcome.Failed, 0L, Named + message), (record.Outcome, record.Steps, record.Message))
        );
        Assert.All(bench.Ended, record => Assert.Empty(record.Curves));
    }

    [Fact]
    public void A_run_that_fails_where_it_can_not_be_asked_has_the_steps_and_curves_of_its_checkpoint()
    {
        using var bench = new Bench { StopAtStep = 20 };
        var manifest = Manifest(steps: 60, seeds: 1);
        Assert.Throws<OperationCanceledException>(() => bench.Run(manifest, jobs: 1));
        var cohort = bench.Prepare(manifest).Pending[0];
        var died = new ChildEnd(false, "its process was killed", 137, true, "", Named, "");
        new IsolatedCohort(cohort, bench.Store, bench).Run((_, _) => died);

        Assert.Equal(3, bench.Ended.Count);
        foreach (var record in bench.Ended)
        {
            Assert.Equal(Outcome.Failed, record.Outcome);
            Assert.InRange(record.Steps, 20, 59);
            Assert.Contains(Points(record), point => point is { Curve: "fvu", Step: 20 });
            Assert.Equal(bench.Store.Checkpoints.StepOf(record.Id), record.Steps);
        }
    }

    private static IEnumerable<(string Curve, long Step, double Value)> Points(RunRecord record) =>
        record.Curves.SelectMany(curve => curve.Steps.Zip(curve.Values, (step, value) => (curve.Measurement, step, value)));

    private static string Manifest(string options = "fails: none", int at = 0, int steps = 60, int seeds = 2) =>
        $$"""
            name: failing
            seeds: {{seeds}}
            source: { use: faulty, with: { {{options}}, at: {{at}} } }
            autoencoder: { use: relu, features: 16, with: { l1: 0.06 } }
            training: { steps: {{steps}}, batch: 32, sample: 64 }
            evaluation: { every: 10, data_every: 10, samples: 100 }
            initializers: [orthogonal, data-sample, xavier]
            metrics: [l0, fvu]
            """;
}
