using SparsePlugins.Training;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Lets threads compute side by side, and has them all wait, between two updates, while native garbage is collected.</summary>
internal sealed class CollectionGate
{
    private readonly ReaderWriterLockSlim _lock = new();
    private int _updates; // Since the last collection, of all threads.

    /// <summary>Begins to compute on this thread; disposing what it returns ends that.</summary>
    public IDisposable Enter()
    {
        _lock.EnterReadLock();
        return new Computing(_lock);
    }

    /// <summary>Called between any two updates by a thread that computes: lets another thread collect, or collects when it is time to.</summary>
    public void BetweenUpdates()
    {
        if (Interlocked.Increment(ref _updates) >= NativeGarbage.UpdatesBetween)
        {
            Collect();
        }
        else if (_lock.WaitingWriteCount > 0)
        {
            _lock.ExitReadLock();
            _lock.EnterReadLock(); // Waits until the one that collects is done.
        }
    }

    /// <summary>Collects, after work that leaves much to collect.</summary>
    public void CollectNow()
    {
        Interlocked.Add(ref _updates, NativeGarbage.UpdatesBetween);
        Collect();
    }

    private void Collect()
    {
        _lock.ExitReadLock();
        _lock.EnterWriteLock();
        try
        {
            if (Interlocked.Exchange(ref _updates, 0) >= NativeGarbage.UpdatesBetween) // Else another thread just did.
            {
                NativeGarbage.Collect();
            }
        }
        finally
        {
            _lock.ExitWriteLock();
            _lock.EnterReadLock();
        }
    }

    private sealed class Computing(ReaderWriterLockSlim gate) : IDisposable
    {
        public void Dispose() => gate.ExitReadLock();
    }
}
