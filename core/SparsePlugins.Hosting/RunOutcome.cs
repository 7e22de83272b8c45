using SparsePlugins.Records;

namespace SparsePlugins.Hosting;

/// <summary>What a run of an experiment left in its folder.</summary>
/// <param name="Experiment">The experiment as its folder has it.</param>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Records">The records that are there.</param>
/// <param name="Pending">Runs that had no record when it began.</param>
/// <param name="IsStopped">Whether it was stopped before all runs had ended.</param>
public sealed record RunOutcome(ExperimentRecord Experiment, string Folder, IReadOnlyList<RunRecord> Records, int Pending, bool IsStopped)
{
    /// <summary>Runs of the plan.</summary>
    public int Total => Experiment.Runs.Count;

    /// <summary>Runs that ended by themselves.</summary>
    public int Finished => Records.Count(record => !record.Outcome.IsFailed);

    /// <summary>Runs that failed.</summary>
    public int Failed => Records.Count(record => record.Outcome.IsFailed);

    /// <summary>Runs whose stop condition held before the first update.</summary>
    public int Untrained => Records.Count(record => record.IsUntrained);

    /// <summary>Runs that were finished by this call.</summary>
    public int Trained => Pending - (Total - Finished);

    /// <summary>The report in Markdown.</summary>
    public string Report => Path.Combine(Folder, "report.md");
}
