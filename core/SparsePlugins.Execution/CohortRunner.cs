using SparsePlugins.Execution.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Trains the runs of a cohort side by side on the same batches, from where each of them is, and writes each record when its run ends.</summary>
internal sealed class CohortRunner(Cohort cohort, RunContext context, RunStore store, IRunObserver observer, ExecutionOptions options)
{
    private readonly RunRecorder _recorder = new(store, observer, options.KeepsWeights);
    private readonly Checkpointer _checkpointer = new(store.Checkpoints, options.CheckpointEvery, observer);
    private ComponentException? _sourceFailure;
    private long _updates;

    /// <summary>Trains the given runs of the cohort.</summary>
    /// <param name="runs">Those that have no record yet, with their keys.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records, the others a checkpoint.</exception>
    public void Run(IReadOnlyList<(PlannedRun Run, RunKey Key)> runs)
    {
        runs = [.. runs.Where(run => !HasChangedInput(run.Run, run.Key))];
        if (runs.Count == 0)
        {
            return;
        }

        try
        {
            RunTogether(runs);
        }
        catch (ComponentException failure)
        {
            // The source can't be opened or closed: no run of the cohort can continue.
            observer.Observe(ComponentFailed.From(failure));
            foreach (var (run, key) in runs.Where(run => !_recorder.HasEnded(run.Key.Id)))
            {
                _recorder.End(FailedRecord.Create(run, key, context.Files.ChangeFor(run.Spec) ?? failure.Message, store));
            }
        }
    }

    /// <summary>Ends a run that would read another file than the one in its id.</summary>
    private bool HasChangedInput(PlannedRun run, RunKey key)
    {
        if (context.Files.ChangeFor(run.Spec) is not { } change)
        {
            return false;
        }

        _recorder.End(FailedRecord.Create(run, key, change, store));
        return true;
    }

    private void RunTogether(IReadOnlyList<(PlannedRun Run, RunKey Key)> runs)
    {
        using var scope = NewDisposeScope();
        var source = context.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        var withModel = CohortModel.IsNeeded(cohort, context.Plugins);
        var progress = new SourceWork(observer);
        using var data = CohortData.Open(cohort, source, context.Files, context.Device, context.Cancellation, withModel, progress);
        observer.Observe(new CohortStarted(cohort.Name, runs.Count));

        var active = new List<ActiveRun>();
        try
        {
            Begin(active, runs, data);
            Settle(active, data);
            Train(active, data);
        }
        catch (Exception error)
        {
            KeepWhatIsDone(error, active, data);
            throw;
        }
        finally
        {
            active.ForEach(run => run.Dispose());
        }
    }

    /// <summary>The user stopped it, or a record can't be written: a later try resumes from here.</summary>
    private void KeepWhatIsDone(Exception error, List<ActiveRun> active, CohortData data)
    {
        if (error is WorkerAbandonedException)
        {
            return; // Another thread continues with all of it.
        }

        if (error is OperationCanceledException)
        {
            Settle(active, data);
        }

        Checkpoint(active);
    }

    /// <summary>What was trained on a changed file is kept nowhere: put back, the file would have the run's id again.</summary>
    private void Checkpoint(List<ActiveRun> active)
    {
        active.ForEach(run => run.RequireUnchangedInput());
        _checkpointer.Write(active);
    }

    private void Begin(List<ActiveRun> active, IReadOnlyList<(PlannedRun Run, RunKey Key)> runs, CohortData data)
    {
        foreach (var (run, key) in runs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            active.AddRange(Begin(run, key, data) is { } started ? [started] : []);
        }

        if (active.Where(run => run.Updates > 0).ToArray() is { Length: > 0 } resumed)
        {
            observer.Observe(new CohortResumed(cohort.Name, resumed.Length, resumed.Min(run => run.Updates)));
        }
    }

    private ActiveRun? Begin(PlannedRun run, RunKey key, CohortData data)
    {
        CallSlot.Serve(key.Id);
        try
        {
            return Resume(run, key, data) ?? ActiveRun.Begin(run, key, context, data, Seeds.ForCohort(cohort));
        }
        catch (Exception error) when (!IsStop(error))
        {
            _recorder.End(FailedRecord.Create(run, key, context.Files.ChangeFor(run.Spec) ?? Describe(error), store));
            return null;
        }
    }

    private ActiveRun? Resume(PlannedRun run, RunKey key, CohortData data)
    {
        using var checkpoint = store.Checkpoints.TryRead(
            key.Id,
            context.Device,
            damage => observer.Observe(new Warned($"{damage}; it is not used"))
        );
        try
        {
            return checkpoint is null ? null : ActiveRun.Resume(run, key, context, data, Seeds.ForCohort(cohort), checkpoint);
        }
        catch (InvalidDataException mismatch)
        {
            observer.Observe(new Warned($"{store.Checkpoints.PathOf(key.Id)}: {mismatch.Message}; the run restarts"));
            return null;
        }
    }

    private void Train(List<ActiveRun> active, CohortData data)
    {
        using var batches = new BatchGroup(cohort, data);
        for (var first = FirstStep(active, batches.Count); active.Count > 0; first += batches.Count)
        {
            batches.Begin(first);
            foreach (var run in active)
            {
                Train(run, first, batches);
            }

            if (active.Find(run => run.HasEvaluated(first, first + batches.Count - 1)) is not null)
            {
                Report(first + batches.Count - 1, active);
            }

            Settle(active, data);
            if (_checkpointer.IsDue)
            {
                Checkpoint(active);
            }
        }
    }

    /// <summary>Groups begin at the same steps whether or not runs were resumed; in the first, none has made every update.</summary>
    private static long FirstStep(List<ActiveRun> active, int count) =>
        active.Count == 0 ? 1 : active.Min(run => run.Updates) / count * count + 1;

    /// <summary>A run makes the updates of several batches before the next one does: its parameters and moments stay in the cache meanwhile.</summary>
    private void Train(ActiveRun run, long first, BatchGroup batches)
    {
        // A run that was resumed may be ahead of the others.
        for (var index = (int)Math.Clamp(run.Updates - first + 1, 0, batches.Count); index < batches.Count && run.Outcome is null; index++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (Draw(run, batches, index) is not { } batch)
            {
                return;
            }

            Train(run, first + index, batch);
            _updates++;
        }
    }

    /// <summary>A batch, or <see langword="null"/> where the source failed: the run keeps what it has, and a later try resumes from here.</summary>
    private TrainingBatch? Draw(ActiveRun run, BatchGroup batches, int index)
    {
        try
        {
            return batches.At(index);
        }
        catch (ComponentException failure)
        {
            Checkpoint([run]);
            run.Fail(failure == _sourceFailure ? failure.Message : Describe(_sourceFailure = failure)); // Reported once.
            return null;
        }
    }

    private void Train(ActiveRun run, long step, TrainingBatch batch)
    {
        CallSlot.Serve(run.Id);
        try
        {
            run.Train(step, batch);
        }
        catch (Exception error) when (!IsStop(error))
        {
            run.Fail(Describe(error));
        }
    }

    private bool IsStop(Exception error) =>
        error is WorkerAbandonedException || (error is OperationCanceledException && context.Cancellation.IsCancellationRequested);

    private string Describe(Exception error)
    {
        var failure =
            error as ComponentException
            ?? new ComponentException($"unexpected {error.GetType().Name}: {ErrorSentence.Create(error)}", error.ToString());
        observer.Observe(ComponentFailed.From(failure));
        return failure.Message;
    }

    private void Report(long step, List<ActiveRun> active)
    {
        var most = cohort.Runs.Max(run => run.Spec.Training.Steps);
        observer.Observe(
            new CohortAdvanced(cohort.Name, Math.Min(step, most), most, active.Count, active.Average(run => run.Loss), _updates)
            {
                Leader = Leaders.Find(active),
            }
        );
        _updates = 0;
    }

    private void Settle(List<ActiveRun> active, CohortData data)
    {
        foreach (var run in active.Where(run => run.Outcome is not null).ToArray())
        {
            run.RequireUnchangedInput();
            _recorder.End(run, data.Seconds);
            active.Remove(run);
            run.Dispose();
        }
    }
}
