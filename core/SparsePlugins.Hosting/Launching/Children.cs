using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Storage;
using SparsePlugins.Storage.Processes;
using SparsePlugins.Workers;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Child processes that work through cohorts, some at once.</summary>
/// <param name="host">The command that children are.</param>
/// <param name="limits">What a child may take.</param>
/// <param name="request">What every child is asked; its board and runs are filled in.</param>
/// <param name="store">Where children write records.</param>
/// <param name="observer">Receives what happens.</param>
internal sealed class Children(HostCommand host, IsolationLimits limits, ChildRequest request, RunStore store, IRunObserver observer)
{
    /// <summary>Has cohorts trained.</summary>
    /// <param name="parts">The cohorts, or parts of them.</param>
    /// <param name="jobs">Most children at once, at least 1.</param>
    /// <param name="stopping">Set when the user stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped, or a child was; runs that had ended have their records.</exception>
    public void Work(IReadOnlyList<PendingCohort> parts, int jobs, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var queue = new ConcurrentQueue<PendingCohort>(parts);
        var errors = new ConcurrentQueue<Exception>();
        var workers = Enumerable.Range(0, Math.Min(jobs, parts.Count)).Select(_ => new Thread(() => Work(queue, errors, stop))).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        if (errors.TryDequeue(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <summary>Starts a child and waits for its end.</summary>
    /// <param name="host">The command that it is.</param>
    /// <param name="request">What it is asked; its board is filled in.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="hear">Called with every event, on another thread.</param>
    /// <param name="stopping">Set when the user stops it.</param>
    public static ChildEnd Run(
        HostCommand host,
        ChildRequest request,
        IsolationLimits limits,
        Action<RunEvent> hear,
        CancellationToken stopping
    )
    {
        using var scratch = new PrivateFolder("sparseplugins-child-"); // What a killed child leaves: copies of plugins, and its board.
        using var child = new ChildProcess(host, request with { Board = Path.Combine(scratch.Path, "calls") }, scratch.Path, hear);
        return child.Wait(limits, stopping);
    }

    private void Work(ConcurrentQueue<PendingCohort> queue, ConcurrentQueue<Exception> errors, CancellationTokenSource stop)
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

    private ChildEnd Start(string[] runs, Action<RunEvent> hear, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var end = Run(host, request with { Runs = runs }, limits, hear, stop);
        stop.ThrowIfCancellationRequested();
        return end;
    }
}
