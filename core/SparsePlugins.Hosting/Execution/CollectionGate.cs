using SparsePlugins.Training;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Lets threads compute side by side, and has them all wait, between two steps, while native garbage is collected.</summary>
internal sealed class CollectionGate
{
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>Begins to compute on this thread; disposing what it returns ends that.</summary>
    public IDisposable Enter()
    {
        _lock.EnterReadLock();
        return new Computing(_lock);
    }

    /// <summary>Called between any two steps by a thread that computes: lets another thread collect, or collects when it is time to.</summary>
    /// <param name="step">Steps that the caller has made.</param>
    public void BetweenSteps(long step)
    {
        if (step % NativeGarbage.UpdatesBetween == 0)
        {
            Collect();
        }
        else if (_lock.WaitingWriteCount > 0)
        {
            _lock.ExitReadLock();
            _lock.EnterReadLock(); // Waits until the one that collects is done.
        }
    }

    private void Collect()
    {
        _lock.ExitReadLock();
        _lock.EnterWriteLock();
        try
        {
            NativeGarbage.Collect();
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
