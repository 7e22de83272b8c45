using System.Runtime.ExceptionServices;
using SparsePlugins.Plugins.Calls;

namespace SparsePlugins.Workers;

/// <summary>Threads that work through tasks. One whose component does not come back is left behind, and another continues with what it leaves.</summary>
/// <remarks>
/// .NET can't stop a thread. One that was left behind ends when the component comes back, without writing anything, or with the process.
/// </remarks>
/// <param name="limit">How long one call of a component may last.</param>
/// <param name="stop">Set when the user stops the work, and by the first task that fails.</param>
/// <param name="board">Where calls are noted as well, or <see langword="null"/>.</param>
public sealed class WorkerPool(TimeSpan limit, CancellationTokenSource stop, CallBoard? board)
{
    /// <summary>How long a call may still last once the user asked to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly LinkedList<IPoolTask> _queue = [];
    private readonly List<Worker> _workers = [];
    private Exception? _error;

    /// <summary>Does the tasks, some at once, in order.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="size">Most at once.</param>
    /// <exception cref="Exception">What the first task that failed threw; tasks that had not started are left.</exception>
    public void Do(IEnumerable<IPoolTask> tasks, int size)
    {
        lock (_lock)
        {
            foreach (var task in tasks)
            {
                _queue.AddLast(task);
            }

            for (var index = 0; index < Math.Min(size, _queue.Count); index++)
            {
                StartWorker();
            }

            while (_workers.Count > 0)
            {
                Monitor.Wait(_lock, CallWatch.BetweenLooks(limit));
                AbandonOverdue();
            }
        }

        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }

    private void StartWorker()
    {
        var worker = new Worker(new CallSlot(stop.Token, board));
        _workers.Add(worker);
        new Thread(() => Work(worker)) { IsBackground = true, Name = "cohort" }.Start(); // In the background: one left behind must not hold up the process's end.
    }

    private void Work(Worker worker)
    {
        worker.Slot.Occupy();
        try
        {
            while (Next(worker) is { } task)
            {
                task.Do(worker.Slot);
            }
        }
        catch (Exception error)
        {
            Stop(worker, error);
        }
        finally
        {
            EndWorker(worker);
            if (worker.Slot.IsAbandoned)
            {
                AbandonedThreads.Remove();
            }
        }
    }

    private IPoolTask? Next(Worker worker)
    {
        lock (_lock)
        {
            worker.Task = _error is null && !worker.Slot.IsAbandoned ? _queue.First?.Value : null;
            if (worker.Task is not null)
            {
                _queue.RemoveFirst();
            }

            return worker.Task;
        }
    }

    private void Stop(Worker worker, Exception error)
    {
        lock (_lock)
        {
            if (!worker.Slot.IsAbandoned)
            {
                _error ??= error;
                stop.Cancel(); // The other tasks keep what they have done, and end, too.
            }
        }
    }

    private void EndWorker(Worker worker)
    {
        lock (_lock)
        {
            _workers.Remove(worker);
            Monitor.PulseAll(_lock);
        }
    }

    private void AbandonOverdue()
    {
        var allowed = stop.IsCancellationRequested && Patience < limit ? Patience : limit;
        foreach (var worker in _workers.ToArray())
        {
            var number = worker.Slot.Number;
            if (worker.Watch.IsOverdue(number, allowed) && worker.Slot.TryAbandon(number))
            {
                Abandon(worker);
            }
        }
    }

    private void Abandon(Worker worker)
    {
        _workers.Remove(worker);
        AbandonedThreads.Add();
        try
        {
            if (worker.Task!.TakeOver(worker.Slot, limit) is { } rest && !stop.IsCancellationRequested)
            {
                _queue.AddFirst(rest);
            }

            stop.Token.ThrowIfCancellationRequested();
            StartWorker();
        }
        catch (Exception error)
        {
            _error ??= error;
            stop.Cancel();
        }
    }

    private sealed record Worker(CallSlot Slot)
    {
        public CallWatch Watch { get; } = new(TimeProvider.System);

        public IPoolTask? Task { get; set; }
    }
}

/// <summary>A part of the work that one thread does.</summary>
public interface IPoolTask
{
    /// <summary>Does it, on the thread of a worker.</summary>
    /// <param name="slot">Where the worker's calls are noted; once it is abandoned, nothing may be written any more.</param>
    void Do(CallSlot slot);

    /// <summary>Called by another thread when the worker was abandoned in a call.</summary>
    /// <param name="slot">The worker's, with the call that did not come back.</param>
    /// <param name="limit">How long it was waited for.</param>
    /// <returns>What is left to do, or <see langword="null"/>.</returns>
    IPoolTask? TakeOver(CallSlot slot, TimeSpan limit);
}
