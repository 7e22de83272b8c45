using SparsePlugins.Plugins.Calls;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Lets threads compute side by side, and has them all wait, between two updates, while native garbage is collected.</summary>
/// <remarks>A thread that does not come back from a component's code is taken out of the count, so that it holds up no collection.</remarks>
internal sealed class CollectionGate
{
    private readonly object _lock = new();
    private int _updates; // Since the last collection, of all threads.
    private int _computing;
    private volatile int _waiting; // To collect.

    /// <summary>Begins to compute; disposing the ticket ends that.</summary>
    public CollectionTicket Enter()
    {
        var ticket = new CollectionTicket(this);
        lock (_lock)
        {
            ComeBack(ticket);
        }

        return ticket;
    }

    /// <summary>Lets another thread collect, or collects when it is time to.</summary>
    internal void BetweenUpdates(CollectionTicket ticket)
    {
        if (Interlocked.Increment(ref _updates) >= NativeGarbage.UpdatesBetween)
        {
            Collect(ticket);
        }
        else if (_waiting > 0)
        {
            lock (_lock)
            {
                StepAside(ticket);
                ComeBack(ticket);
            }
        }
    }

    /// <summary>Collects, after work that leaves much to collect.</summary>
    internal void CollectNow(CollectionTicket ticket)
    {
        Interlocked.Add(ref _updates, NativeGarbage.UpdatesBetween);
        Collect(ticket);
    }

    /// <summary>Computes no more: it is done, or was given up.</summary>
    internal void Leave(CollectionTicket ticket)
    {
        lock (_lock)
        {
            StepAside(ticket);
            ticket.HasLeft = true;
        }
    }

    private void Collect(CollectionTicket ticket)
    {
        lock (_lock)
        {
            StepAside(ticket);
            _waiting++;
            while (_computing > 0)
            {
                Monitor.Wait(_lock);
            }

            if (Interlocked.Exchange(ref _updates, 0) >= NativeGarbage.UpdatesBetween) // Else another thread just did.
            {
                NativeGarbage.Collect(); // Nobody comes back meanwhile: that takes the lock.
            }

            _waiting--;
            Monitor.PulseAll(_lock);
            ComeBack(ticket);
        }
    }

    private void StepAside(CollectionTicket ticket)
    {
        if (ticket.IsComputing)
        {
            ticket.IsComputing = false;
            _computing--;
            Monitor.PulseAll(_lock);
        }
    }

    private void ComeBack(CollectionTicket ticket)
    {
        while (_waiting > 0)
        {
            Monitor.Wait(_lock);
        }

        if (ticket.HasLeft)
        {
            throw new WorkerAbandonedException();
        }

        ticket.IsComputing = true;
        _computing++;
    }
}

/// <summary>One thread's place at the gate. Another thread may dispose it in its stead.</summary>
/// <param name="gate">The gate.</param>
internal sealed class CollectionTicket(CollectionGate gate) : IDisposable
{
    internal bool IsComputing { get; set; } // Read and written by the gate, in its lock.

    internal bool HasLeft { get; set; }

    /// <summary>Called between any two updates by the thread that computes: lets another thread collect, or collects when it is time to.</summary>
    /// <exception cref="WorkerAbandonedException">The thread was given up.</exception>
    public void BetweenUpdates() => gate.BetweenUpdates(this);

    /// <summary>Collects, after work that leaves much to collect.</summary>
    /// <exception cref="WorkerAbandonedException">The thread was given up.</exception>
    public void CollectNow() => gate.CollectNow(this);

    /// <summary>Ends to compute, or takes a thread that does not come back out of the count.</summary>
    public void Dispose() => gate.Leave(this);
}
