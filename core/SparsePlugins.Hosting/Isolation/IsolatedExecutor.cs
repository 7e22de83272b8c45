using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Hosting.Isolation;

/// <summary>Runs plans with a child process for each cohort, so that a component that takes its process down takes no other run with it.</summary>
/// <param name="host">The command that children are.</param>
/// <param name="request">What every child is told; its board and runs are filled in.</param>
/// <param name="limits">What a child may take.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="stopping">Set when the user stops it.</param>
public sealed class IsolatedExecutor(
    HostCommand host,
    WorkRequest request,
    IsolationLimits limits,
    RunStore store,
    IRunObserver observer,
    CancellationToken stopping
)
{
    /// <summary>Has a child load the plugins and check the manifest, which runs components' code, before this process does.</summary>
    /// <returns>A sentence if that took the child down, or <see langword="null"/>.</returns>
    public string? Probe()
    {
        using var board = new BoardFile();
        using var child = new WorkProcess(host, request with { Board = board.Path, Runs = [] }, _ => { });
        var end = child.Wait(limits, stopping);
        stopping.ThrowIfCancellationRequested();
        return end.IsInCall ? $"{end.Component}: {end.Reason}" : null;
    }

    /// <summary>Trains what is left.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="jobs">Most children at once, at least 1.</param>
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
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private void Work(ConcurrentQueue<PendingCohort> queue, ConcurrentQueue<Exception> errors)
    {
        try
        {
            while (errors.IsEmpty && queue.TryDequeue(out var pending))
            {
                new IsolatedCohort(pending, store, observer).Run(Start);
                stopping.ThrowIfCancellationRequested();
            }
        }
        catch (Exception error)
        {
            errors.Enqueue(error);
        }
    }

    private WorkEnd Start(string[] runs, Action<WorkEvent> hear)
    {
        stopping.ThrowIfCancellationRequested();
        using var board = new BoardFile();
        using var child = new WorkProcess(host, request with { Board = board.Path, Runs = runs }, hear);
        var end = child.Wait(limits, stopping);
        stopping.ThrowIfCancellationRequested();
        return end;
    }

    private sealed class BoardFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sparseplugins-{Guid.NewGuid():N}.board");

        public void Dispose() => File.Delete(Path);
    }
}
