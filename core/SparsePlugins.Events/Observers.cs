namespace SparsePlugins.Events;

/// <summary>Passes every event on to several observers, in order.</summary>
/// <param name="observers">The observers.</param>
public sealed class Observers(params IReadOnlyList<IRunObserver> observers) : IRunObserver
{
    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        foreach (var observer in observers)
        {
            observer.Observe(happened);
        }
    }
}
