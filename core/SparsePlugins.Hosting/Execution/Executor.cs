using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SparsePlugins.Hosting.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>
/// Runs plans: several cohorts at once on a CPU, one thread each, so that results don't depend on how many. Several processes may work on one folder: each
/// run is done by the one that claims it, and all wait until everything is done.
/// </summary>
/// <param name="workshop">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="options">How to go about it.</param>
public sealed class Executor(Workshop workshop, RunStore store, IRunObserver observer, ExecutionOptions options)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly CollectionGate _gate = new();
    private readonly ConcurrentQueue<Exception> _errors = [];

    /// <summary>Trains what is left.</summary>
    /// <param name="plan">What is left.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records, the others a checkpoint.</exception>
    public void Execute(PreparedPlan plan)
    {
        store.DeleteLeftovers();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(workshop.Cancellation);
        var left = Execute(plan.Pending, stop);
        if (left.Count > 0)
        {
            observer.Warned($"{left.Sum(cohort => cohort.Runs.Count)} runs are being trained by another process; waiting for them");
        }

        while (left.Count > 0)
        {
            stop.Token.WaitHandle.WaitOne(BetweenLooks);
            stop.Token.ThrowIfCancellationRequested();
            left = Execute(left, stop);
        }
    }

    /// <summary>Trains what of some cohorts is free.</summary>
    /// <returns>What is claimed by other processes.</returns>
    private IReadOnlyList<PendingCohort> Execute(IReadOnlyList<PendingCohort> pending, CancellationTokenSource stop)
    {
        var queue = new ConcurrentQueue<PendingCohort>(pending);
        var elsewhere = new ConcurrentQueue<PendingCohort>();
        var workers = Enumerable
            .Range(0, Math.Min(options.Jobs, pending.Count))
            .Select(_ => new Thread(() => Work(queue, elsewhere, stop)))
            .ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        if (_errors.TryDequeue(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return [.. elsewhere];
    }

    private void Work(ConcurrentQueue<PendingCohort> queue, ConcurrentQueue<PendingCohort> elsewhere, CancellationTokenSource stop)
    {
        set_num_threads(workshop.Environment.Threads); // A setting of each thread, not of the process.
        try
        {
            while (_errors.IsEmpty && queue.TryDequeue(out var pending))
            {
                using var claimed = ClaimedCohort.Of(pending, store);
                Run(claimed.Mine, stop.Token);
                if (claimed.Elsewhere.Runs.Count > 0)
                {
                    elsewhere.Enqueue(claimed.Elsewhere);
                }
            }
        }
        catch (Exception error)
        {
            _errors.Enqueue(error);
            stop.Cancel(); // The other cohorts write their checkpoints and stop, too.
        }
    }

    private void Run(PendingCohort mine, CancellationToken stop)
    {
        if (mine.Runs.Count > 0)
        {
            using var computing = _gate.Enter();
            var stopping = workshop with { Cancellation = stop };
            new CohortRunner(mine.Cohort, stopping, store, observer, _gate, options).Run([.. mine.Runs.Select(run => (run.Run, run.Key))]);
        }
    }
}
