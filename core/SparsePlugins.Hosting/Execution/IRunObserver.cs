using SparsePlugins.Hosting.Components;
using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Told what an execution does; called from several threads.</summary>
public interface IRunObserver
{
    /// <summary>A cohort's data is drawn and its runs begin.</summary>
    /// <param name="cohort">Its name.</param>
    /// <param name="runs">How many runs.</param>
    void CohortStarted(string cohort, int runs);

    /// <summary>Runs of a cohort go on from checkpoints.</summary>
    /// <param name="cohort">Its name.</param>
    /// <param name="runs">How many.</param>
    /// <param name="step">Updates that the one with the fewest had made.</param>
    void Resumed(string cohort, int runs, long step);

    /// <summary>Something is not as it should be, and nothing fails for it.</summary>
    /// <param name="warning">A sentence.</param>
    void Warned(string warning);

    /// <summary>A cohort made progress; called at every evaluated step.</summary>
    /// <param name="progress">Where it is.</param>
    void Advanced(CohortProgress progress);

    /// <summary>Something failed; the record of each run that it ends follows.</summary>
    /// <param name="failure">What, and where.</param>
    void Failed(ComponentException failure);

    /// <summary>A run ended, and its record is on disk.</summary>
    /// <param name="record">The record.</param>
    void RunEnded(RunRecord record);
}

/// <summary>Where a cohort is.</summary>
/// <param name="Cohort">Its name.</param>
/// <param name="Step">Updates made, of each run that goes on.</param>
/// <param name="MostSteps">Most updates.</param>
/// <param name="ActiveRuns">Runs that go on.</param>
/// <param name="Loss">Mean training loss of those.</param>
/// <param name="Updates">Updates since the last call, over all runs.</param>
public sealed record CohortProgress(string Cohort, long Step, long MostSteps, int ActiveRuns, double Loss, long Updates);
