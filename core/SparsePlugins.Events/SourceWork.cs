using SparsePlugins.Contracts;

namespace SparsePlugins.Events;

/// <summary>Reports what a source does before it is open as events.</summary>
/// <param name="observer">Receives them.</param>
public sealed class SourceWork(IRunObserver observer) : IProgress<SourceProgress>
{
    /// <inheritdoc/>
    public void Report(SourceProgress value) => observer.Observe(new ReadingData(value.Done, value.Total, $"to {value.Work}"));
}
