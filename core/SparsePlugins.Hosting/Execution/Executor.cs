using System.Collections.Concurrent;
using SparsePlugins.Hosting.Isolation;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>A plan together with the ids of its runs: which are finished, which are left.</summary>
/// <param name="Experiment">What reports need to know of it.</param>
/// <param name="Pending">The runs without a record, cohort by cohort.</param>
public sealed record PreparedPlan(Experiment Experiment, IReadOnlyList<PendingCohort> Pending)
{
    /// <summary>Runs that are left.</summary>
    public int PendingRuns => Pending.Sum(cohort => cohort.Runs.Count);
}

/// <summary>The runs of a cohort that are left.</summary>
public sealed record PendingCohort
{
    internal PendingCohort(Cohort cohort, IReadOnlyList<(PlannedRun Run, RunKey Key)> runs) => (Cohort, Runs) = (cohort, runs);

    /// <summary>The cohort.</summary>
    public Cohort Cohort { get; }

    internal IReadOnlyList<(PlannedRun Run, RunKey Key)> Runs { get; }
}

/// <summary>Runs plans: several cohorts at once on a CPU, one thread each, so that results don't depend on how many.</summary>
/// <param name="workshop">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Told about progress.</param>
public sealed class Executor(Workshop workshop, RunStore store, IRunObserver observer)
{
    private readonly CollectionGate _gate = new();

    /// <summary>Computes the id of every run and looks which have a record that counts.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="manifest">Its manifest's text.</param>
    /// <param name="workshop">What runs work with.</param>
    /// <param name="store">Where records are.</param>
    /// <param name="fresh">Deletes the records that are there, so that all is left.</param>
    public static PreparedPlan Prepare(Plan plan, string manifest, Workshop workshop, RunStore store, bool fresh)
    {
        var keyed = plan
            .Cohorts.Select(cohort => new PendingCohort(cohort, [.. cohort.Runs.Select(run => (run, RunKey.Of(run.Spec, workshop)))]))
            .ToArray();
        var pending = keyed
            .Select(cohort => new PendingCohort(cohort.Cohort, [.. cohort.Runs.Where(run => fresh || !store.IsFinished(run.Key.Id))]))
            .Where(cohort => cohort.Runs.Count > 0)
            .ToArray();
        if (fresh)
        {
            Array.ForEach(pending, cohort => cohort.Runs.ToList().ForEach(run => store.Delete(run.Key.Id)));
        }

        return new PreparedPlan(Describe(plan, manifest, keyed), pending);
    }

    /// <summary>Trains what is left.</summary>
    /// <param name="plan">From <see cref="Prepare"/>.</param>
    /// <param name="jobs">Most cohorts at once, at least 1.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records.</exception>
    public void Execute(PreparedPlan plan, int jobs)
    {
        var queue = new ConcurrentQueue<PendingCohort>(plan.Pending);
        var errors = new ConcurrentQueue<Exception>();
        var workers = Enumerable.Range(0, Math.Min(jobs, plan.Pending.Count)).Select(_ => new Thread(() => Work(queue, errors))).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        if (errors.TryDequeue(out var first))
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    private void Work(ConcurrentQueue<PendingCohort> queue, ConcurrentQueue<Exception> errors)
    {
        new CallSlot(workshop.Cancellation).Occupy();
        set_num_threads(workshop.Environment.Threads); // A setting of each thread, not of the process.
        try
        {
            while (errors.IsEmpty && queue.TryDequeue(out var pending))
            {
                Run(pending);
            }
        }
        catch (Exception error)
        {
            errors.Enqueue(error);
        }
    }

    private void Run(PendingCohort pending)
    {
        using var computing = _gate.Enter();
        new CohortRunner(pending.Cohort, workshop, store, observer, computing).Run(pending.Runs);
    }

    private static Experiment Describe(Plan plan, string manifest, IEnumerable<PendingCohort> cohorts) =>
        new(
            name: plan.Name,
            manifest: manifest,
            baseline: plan.Baseline.Label,
            baselineIsInitializer: plan.Baseline.Axis.IsInitializers,
            thresholds: [.. plan.Thresholds.Select(one => new ReportThreshold(one.Metric, one.Crossing.IsAtLeast, one.Value))],
            runs:
            [
                .. cohorts.SelectMany(cohort =>
                    cohort.Runs.Select(run => new ExperimentRun(
                        run.Key.Id,
                        cohort.Cohort.Name,
                        run.Run.Setting,
                        cohort.Cohort.Seed,
                        run.Run.Initializer,
                        run.Run.Reinitializer
                    ))
                ),
            ]
        );
}
