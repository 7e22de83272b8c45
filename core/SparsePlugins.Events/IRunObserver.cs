namespace SparsePlugins.Events;

/// <summary>Receives what happens while an experiment runs.</summary>
public interface IRunObserver
{
    /// <summary>Takes one event. Called from several threads at once.</summary>
    /// <param name="happened">The event.</param>
    void Observe(RunEvent happened);
}
