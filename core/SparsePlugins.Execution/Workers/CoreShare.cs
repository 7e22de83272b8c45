namespace SparsePlugins.Execution.Workers;

/// <summary>How many cores each of the cohorts that are being trained may use: all of them together as many as there are jobs.</summary>
/// <param name="cores">At least 1.</param>
public sealed class CoreShare(int cores)
{
    private int _training;

    /// <summary>What one may use now, at least 1. It rises when others have ended.</summary>
    public int Each => Math.Max(1, cores / Math.Max(1, Volatile.Read(ref _training)));

    /// <summary>Counts a cohort in until the result is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _training);
        return new Place(this);
    }

    private sealed class Place(CoreShare share) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref share._training);
    }
}
