using SparsePlugins.Events;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>A cohort while its runs train: its data, its batches, and what is reported of it.</summary>
internal sealed class OpenCohort : IDisposable
{
    private readonly IRunObserver _observer;
    private ComponentException? _failure;
    private long _updates;

    private OpenCohort(PendingCohort pending, CohortData data, IRunObserver observer)
    {
        (Pending, Data, _observer) = (pending, data, observer);
        Batches = new BatchGroup(pending.Cohort, data);
    }

    /// <summary>The runs that it was opened for.</summary>
    public PendingCohort Pending { get; }

    /// <summary>The cohort.</summary>
    public Cohort Cohort => Pending.Cohort;

    /// <summary>What its runs share.</summary>
    public CohortData Data { get; }

    /// <summary>The batches of the next updates.</summary>
    public BatchGroup Batches { get; }

    /// <summary>Its runs that train.</summary>
    public List<ActiveRun> Active { get; } = [];

    /// <summary>Opens the data of some runs.</summary>
    /// <exception cref="ComponentException">The source can't be opened, or broke its contract.</exception>
    public static OpenCohort Open(PendingCohort pending, RunContext context, IRunObserver observer)
    {
        var cohort = pending.Cohort;
        var source = context.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        var withModel = CohortModel.IsNeeded(cohort, context.Plugins);
        var progress = new SourceWork(observer);
        var data = CohortData.Open(cohort, source, context.Files, context.Device, context.Cancellation, withModel, progress);
        try
        {
            observer.Observe(new CohortStarted(cohort.Name, pending.Runs.Count) { Part = pending.Part });
            return new OpenCohort(pending, data, observer);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Resumes a run from its checkpoint or, without a usable one, initializes it.</summary>
    /// <exception cref="ComponentException">A component failed.</exception>
    public ActiveRun Start(PendingRun run, RunContext context, CheckpointStore checkpoints)
    {
        var (id, seed) = (run.Key.Id, Seeds.ForCohort(Cohort));
        using var checkpoint = checkpoints.TryRead(
            id,
            context.Device,
            damage => _observer.Observe(new Warned($"{damage}; it is not used"))
        );
        try
        {
            return checkpoint is null
                ? ActiveRun.Begin(run.Run, run.Key, context, Data, seed)
                : ActiveRun.Resume(run.Run, run.Key, context, Data, seed, checkpoint);
        }
        catch (InvalidDataException mismatch) when (checkpoint is not null)
        {
            _observer.Observe(new Warned($"{checkpoints.PathOf(id)}: {mismatch.Message}; the run restarts"));
            return ActiveRun.Begin(run.Run, run.Key, context, Data, seed);
        }
    }

    /// <summary>Takes note of updates that its runs made.</summary>
    public void AddUpdates(int count) => _updates += count;

    /// <summary>Takes note of a failure of the source, which is the same for every run that asks.</summary>
    /// <returns>Whether it is another one than the last.</returns>
    public bool TryNote(ComponentException failure)
    {
        var isNew = failure != _failure;
        _failure = failure;
        return isNew;
    }

    /// <summary>Reports the progress.</summary>
    /// <param name="step">Updates made.</param>
    public void Report(long step)
    {
        var most = Cohort.Runs.Max(run => run.Spec.Training.Steps);
        _observer.Observe(
            new CohortAdvanced(Cohort.Name, Math.Min(step, most), most, Active.Count, Active.Average(run => run.Loss), _updates)
            {
                Part = Pending.Part,
                Leader = Leaders.Find(Active),
            }
        );
        _updates = 0;
    }

    /// <summary>Closes the data.</summary>
    /// <exception cref="ComponentException">The source failed to close.</exception>
    public void Dispose()
    {
        Batches.Dispose();
        Data.Dispose();
    }
}
