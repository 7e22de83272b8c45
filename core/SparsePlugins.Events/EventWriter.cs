namespace SparsePlugins.Events;

/// <summary>Writes events as lines, for a process that reads them from a pipe.</summary>
/// <param name="output">The pipe.</param>
public sealed class EventWriter(TextWriter output) : IRunObserver
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Observe(RunEvent happened)
    {
        lock (_lock)
        {
            output.WriteLine(RunEventJson.Write(happened));
            output.Flush();
        }
    }
}
