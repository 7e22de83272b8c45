using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Processes;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Hosting.Isolation;

/// <summary>Runs plans with a child process for each cohort, so that a component that takes its process down takes no other run with it.</summary>
/// <param name="host">The command that children are.</param>
/// <param name="request">What every child is told; its board and runs are filled in.</param>
/// <param name="limits">What a child may take.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="stopping">Set when the user stops it.</param>
public sealed class IsolatedExecutor(
    HostCommand host,
    WorkRequest request,
    IsolationLimits limits,
    IRunObserver observer,
    CancellationToken stopping
)
{
    /// <summary>Has a child load the plugins and check the manifest, which runs components' code, before this process does.</summary>
    /// <param name="host">The command that children are.</param>
    /// <param name="request">What to load.</param>
    /// <param name="limits">What the child may take.</param>
    /// <param name="stopping">Set when the user stops it.</param>
    /// <returns>A sentence if that took the child down, or <see langword="null"/>.</returns>
    public static string? Probe(HostCommand host, WorkRequest request, IsolationLimits limits, CancellationToken stopping)
    {
        var end = Work(host, request, limits, _ => { }, stopping);
        return end.IsInCall ? $"{end.Component}: {end.Reason}"
            : end.ExitCode >= Death.SignalBase ? $"loading the plugins: {end.Reason}"
            : null; // Or the manifest is invalid, which is told soon.
    }

    /// <summary>Trains what is left.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="store">Where records go.</param>
    /// <param name="jobs">Most children at once, at least 1.</param>
    /// <exception cref="OperationCanceledException">It was stopped, or a child was; runs that had ended have their records.</exception>
    public void Execute(PreparedPlan plan, RunStore store, int jobs)
    {
        store.DeleteLeftovers(plan.Experiment);
        Executor.WarnOfLocks(plan, store, observer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var queue = new ConcurrentQueue<PendingCohort>(plan.Pending);
        var errors = new ConcurrentQueue<Exception>();
        var workers = Enumerable
            .Range(0, Math.Min(jobs, plan.Pending.Count))
            .Select(_ => new Thread(() => Work(store, queue, errors, stop)))
            .ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        if (errors.TryDequeue(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private void Work(RunStore store, ConcurrentQueue<PendingCohort> queue, ConcurrentQueue<Exception> errors, CancellationTokenSource stop)
    {
        try
        {
            while (errors.IsEmpty && queue.TryDequeue(out var pending))
            {
                new IsolatedCohort(pending, store, observer).Run((runs, hear) => Start(runs, hear, stop.Token));
                stop.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException error)
        {
            errors.Enqueue(error);
            stop.Cancel(); // Perhaps one child alone was asked to stop: the others checkpoint, too.
        }
        catch (Exception error)
        {
            errors.Enqueue(error);
        }
    }

    private WorkEnd Start(string[] runs, Action<WorkEvent> hear, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var end = Work(host, request with { Runs = runs }, limits, hear, stop);
        stop.ThrowIfCancellationRequested();
        return end;
    }

    private static WorkEnd Work(
        HostCommand host,
        WorkRequest request,
        IsolationLimits limits,
        Action<WorkEvent> hear,
        CancellationToken stopping
    )
    {
        using var scratch = new Scratch();
        using var child = new WorkProcess(host, request with { Board = scratch.Board }, scratch.Folder, hear);
        return child.Wait(limits, stopping);
    }

    /// <summary>A folder for what a child leaves in the temporary folder when it is killed: copies of plugins, and its board.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly PrivateFolder _folder = new("sparseplugins-child-");

        public string Folder => _folder.Path;

        public string Board => Path.Combine(Folder, "calls");

        public void Dispose() => _folder.Dispose();
    }
}
