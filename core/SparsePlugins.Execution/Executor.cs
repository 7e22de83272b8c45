using System.Collections.Concurrent;
using SparsePlugins.Events;
using SparsePlugins.Storage;
using SparsePlugins.TorchRuntime;
using SparsePlugins.Workers;

namespace SparsePlugins.Execution;

/// <summary>
/// Runs plans: several cohorts or parts of them at once on a CPU, one thread each, and more in the updates of large dictionaries where cores are left; results don't depend
/// on how many (those of stacked runs agree within rounding). Several processes may work on one folder: each run is done by the one that claims it, and all wait until everything is done.
/// </summary>
/// <param name="context">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="options">How to go about it.</param>
public sealed class Executor(RunContext context, RunStore store, IRunObserver observer, ExecutionOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    /// <summary>Trains what is left.</summary>
    /// <param name="plan">What is left.</param>
    /// <exception cref="LibTorchException">No libtorch can be used, or TorchSharp was used before it was loaded.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records, the others a checkpoint.</exception>
    public void Execute(PreparedPlan plan)
    {
        LibTorch.Load(); // What it does for scalars must be in place before anything computes.
        store.DeleteLeftovers(plan.Experiment);
        if (options.Board is null)
        {
            WarnOfLocks(plan, store, observer); // Otherwise the parent process did.
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var left = Execute(plan.Pending, stop);
        if (options.WaitsForOthers)
        {
            WaitFor(left, stop);
        }
        else
        {
            TakeLeftovers(left, stop);
        }
    }

    /// <summary>Warns where the locks behind claims keep nobody out.</summary>
    public static void WarnOfLocks(PreparedPlan plan, RunStore store, IRunObserver observer)
    {
        if (plan.PendingRuns > 0 && store.Claims.Doubt() is { } doubt)
        {
            observer.Observe(new Warned(doubt));
        }
    }

    private void WaitFor(IReadOnlyList<PendingCohort> left, CancellationTokenSource stop)
    {
        if (left.Count > 0)
        {
            observer.Observe(new Warned($"{Count(left)} runs are being trained by another process; waiting for them"));
        }

        while (left.Count > 0)
        {
            stop.Token.WaitHandle.WaitOne(BetweenLooks);
            stop.Token.ThrowIfCancellationRequested();
            left = Execute(left, stop);
        }
    }

    /// <summary>Trains what others gave back meanwhile, until they have all that is left.</summary>
    private void TakeLeftovers(IReadOnlyList<PendingCohort> left, CancellationTokenSource stop)
    {
        for (var before = int.MaxValue; Count(left) > 0 && Count(left) < before; )
        {
            before = Count(left);
            left = Execute(left, stop);
        }

        if (left.Count > 0)
        {
            observer.Observe(new Noted($"{Count(left)} runs are left to other processes, which train them"));
        }
    }

    private static int Count(IReadOnlyList<PendingCohort> cohorts) => cohorts.Sum(cohort => cohort.Runs.Count);

    /// <summary>Trains what of some cohorts is free.</summary>
    /// <returns>What is claimed by other processes.</returns>
    private IReadOnlyList<PendingCohort> Execute(IReadOnlyList<PendingCohort> pending, CancellationTokenSource stop)
    {
        var elsewhere = new ConcurrentQueue<PendingCohort>();
        var stopping = context with { Cancellation = stop.Token };
        var cores = new CoreShare(options.Cores);
        var parts = CohortParts.Split(pending, options.Jobs, context.Plugins);
        var joined = options.JoinsCohorts
            ? JoinedCohorts.Join(parts, options.Jobs, context)
            : [.. parts.Select(one => (PendingCohort[])[one])];
        var tasks = joined.Select(cohorts => new CohortTask(cohorts, stopping, store, observer, options, cores, elsewhere.Enqueue));
        new WorkerPool(options.CallLimit, stop, options.Board).Do(tasks, options.Jobs);
        return [.. elsewhere];
    }
}
