using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Trains runs of a cohort side by side on the same batches, from where each of them is, and writes each record when its run ends.</summary>
/// <param name="pending">The runs: those that have no record yet.</param>
/// <param name="context">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="options">How to go about it.</param>
internal sealed class CohortRunner(
    PendingCohort pending,
    RunContext context,
    RunStore store,
    IRunObserver observer,
    ExecutionOptions options
)
{
    private readonly RunRecorder _recorder = new(store, observer, options.KeepsWeights);
    private readonly Checkpointer _checkpointer = new(store.Checkpoints, options.CheckpointEvery, observer);
    private readonly Cohort _cohort = pending.Cohort;
    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private ComponentException? _sourceFailure;
    private long _updates;

    /// <summary>Trains them.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records, the others a checkpoint.</exception>
    public void Run()
    {
        PendingRun[] runs = [.. pending.Runs.Where(run => !HasChangedInput(run))];
        if (runs.Length == 0)
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
            foreach (var run in runs.Where(run => !_recorder.HasEnded(run.Key.Id)))
            {
                Fail(run, context.Files.ChangeFor(run.Run.Spec) ?? failure.Message);
            }
        }
    }

    /// <summary>Ends a run that would read another file than the one in its id.</summary>
    private bool HasChangedInput(PendingRun run)
    {
        if (context.Files.ChangeFor(run.Run.Spec) is not { } change)
        {
            return false;
        }

        Fail(run, change);
        return true;
    }

    private void Fail(PendingRun run, string message) => _recorder.End(FailedRecord.Create(run.Run, run.Key, message, store));

    private void RunTogether(PendingRun[] runs)
    {
        using var scope = NewDisposeScope();
        var source = context.Plugins.Find(ComponentKind.Source, _cohort.Source.Name);
        var withModel = CohortModel.IsNeeded(_cohort, context.Plugins);
        var progress = new SourceWork(observer);
        using var data = CohortData.Open(_cohort, source, context.Files, context.Device, context.Cancellation, withModel, progress);
        observer.Observe(new CohortStarted(_cohort.Name, runs.Length) { Part = pending.Part });

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

    private void Begin(List<ActiveRun> active, PendingRun[] runs, CohortData data)
    {
        foreach (var run in runs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            active.AddRange(Begin(run, data) is { } started ? [started] : []);
        }

        if (active.Where(run => run.Updates > 0).ToArray() is { Length: > 0 } resumed)
        {
            observer.Observe(new CohortResumed(_cohort.Name, resumed.Length, resumed.Min(run => run.Updates)) { Part = pending.Part });
        }
    }

    private ActiveRun? Begin(PendingRun run, CohortData data)
    {
        CallSlot.Serve(run.Key.Id);
        try
        {
            return Resume(run, data) ?? ActiveRun.Begin(run.Run, run.Key, context, data, Seeds.ForCohort(_cohort));
        }
        catch (Exception error) when (!IsStop(error))
        {
            Fail(run, context.Files.ChangeFor(run.Run.Spec) ?? Describe(error));
            return null;
        }
    }

    private ActiveRun? Resume(PendingRun run, CohortData data)
    {
        var id = run.Key.Id;
        using var checkpoint = store.Checkpoints.TryRead(
            id,
            context.Device,
            damage => observer.Observe(new Warned($"{damage}; it is not used"))
        );
        try
        {
            return checkpoint is null ? null : ActiveRun.Resume(run.Run, run.Key, context, data, Seeds.ForCohort(_cohort), checkpoint);
        }
        catch (InvalidDataException mismatch)
        {
            observer.Observe(new Warned($"{store.Checkpoints.PathOf(id)}: {mismatch.Message}; the run restarts"));
            return null;
        }
    }

    private void Train(List<ActiveRun> active, CohortData data)
    {
        using var batches = new BatchGroup(_cohort, data);
        using var groups = new RunGroups([.. active]);
        for (var first = FirstStep(active, batches.Count); active.Count > 0; first += batches.Count)
        {
            batches.Begin(first);
            groups.Merge();
            foreach (var group in groups.Remaining)
            {
                Train(group, first, batches);
            }

            if (
                active.Find(run => run.HasEvaluated(first, first + batches.Count - 1)) is not null
                || _sinceReport.Elapsed >= options.ProgressEvery
            )
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
    private void Train(RunGroup group, long first, BatchGroup batches)
    {
        // A run that was resumed may be ahead of the others.
        for (
            var index = (int)Math.Clamp(group.Updates - first + 1, 0, batches.Count);
            index < batches.Count && group.Remaining.Count > 0;
            index++
        )
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (Draw(group, batches, index) is not { } batch)
            {
                return;
            }

            _updates += group.Remaining.Count;
            group.Train(first + index, batch, Guard);
        }
    }

    /// <summary>A batch, or <see langword="null"/> where the source failed: the runs keep what they have, and a later try resumes from here.</summary>
    private TrainingBatch? Draw(RunGroup group, BatchGroup batches, int index)
    {
        try
        {
            return batches.At(index);
        }
        catch (ComponentException failure)
        {
            Checkpoint([.. group.Remaining]);
            Fail(group.Remaining, failure == _sourceFailure ? failure.Message : Describe(_sourceFailure = failure)); // Reported once.
            return null;
        }
    }

    /// <summary>Runs work; if it throws, the given runs fail.</summary>
    private void Guard(IReadOnlyList<ActiveRun> runs, Action work)
    {
        CallSlot.Serve(runs.Count == 1 ? runs[0].Id : "");
        try
        {
            work();
        }
        catch (Exception error) when (!IsStop(error))
        {
            Fail(runs, Describe(error));
        }
    }

    private static void Fail(IReadOnlyList<ActiveRun> runs, string message)
    {
        foreach (var run in runs)
        {
            run.Fail(message);
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
        var most = _cohort.Runs.Max(run => run.Spec.Training.Steps);
        observer.Observe(
            new CohortAdvanced(_cohort.Name, Math.Min(step, most), most, active.Count, active.Average(run => run.Loss), _updates)
            {
                Part = pending.Part,
                Leader = Leaders.Find(active),
            }
        );
        _updates = 0;
        _sinceReport.Restart();
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
