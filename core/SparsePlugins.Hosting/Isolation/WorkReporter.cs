using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Isolation;

/// <summary>Tells the parent process what an execution does, as lines.</summary>
/// <param name="output">The parent's end is a pipe.</param>
public sealed class WorkReporter(TextWriter output) : IRunObserver
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void CohortStarted(string cohort, int runs) => Tell(new WorkEvent { Started = new CohortStart(cohort, runs) });

    /// <inheritdoc/>
    public void Resumed(string cohort, int runs, long step) => Tell(new WorkEvent { Resumed = new Resumption(cohort, runs, step) });

    /// <inheritdoc/>
    public void Warned(string warning) => Tell(new WorkEvent { Warned = warning });

    /// <inheritdoc/>
    public void Advanced(CohortProgress progress) => Tell(new WorkEvent { Advanced = progress });

    /// <inheritdoc/>
    public void Failed(ComponentException failure) => Tell(new WorkEvent { Failed = new Failure(failure.Message, failure.Trace) });

    /// <inheritdoc/>
    public void RunEnded(RunRecord record) => Tell(new WorkEvent { Ended = record.Id });

    /// <summary>All is done.</summary>
    public void Done() => Tell(new WorkEvent { Done = true });

    private void Tell(WorkEvent told)
    {
        lock (_lock)
        {
            output.WriteLine(told.ToLine());
            output.Flush();
        }
    }
}
