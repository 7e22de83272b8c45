namespace SparsePlugins.Storage;

/// <summary>Where a run is.</summary>
public enum RunState
{
    /// <summary>It made all its updates.</summary>
    Finished,

    /// <summary>It reached <c>stop_when</c>.</summary>
    Stopped,

    /// <summary>A component failed; the next <c>sparse run</c> tries it again.</summary>
    Failed,

    /// <summary>The loss or a weight stopped being finite.</summary>
    Diverged,

    /// <summary>A process works on it.</summary>
    Running,

    /// <summary>It was interrupted, and resumes from a checkpoint.</summary>
    Checkpointed,

    /// <summary>Its record can't be read; the next <c>sparse run</c> trains it again.</summary>
    Damaged,

    /// <summary>Nothing is there of it.</summary>
    NotStarted,
}
