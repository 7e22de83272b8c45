using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Storage;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Trains runs of a cohort side by side on the same batches, from where each of them is, and writes each record when its run ends.</summary>
/// <param name="pending">The runs: those that have no record yet. Several cohorts, of one batch size and source, where their runs are stacked together.</param>
/// <param name="context">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="options">How to go about it.</param>
internal sealed class CohortRunner(
    IReadOnlyList<PendingCohort> pending,
    RunContext context,
    RunStore store,
    IRunObserver observer,
    ExecutionOptions options
)
{
    private readonly RunRecorder _recorder = new(store, observer, options.KeepsWeights);
    private readonly Checkpointer _checkpointer = new(store.Checkpoints, options.CheckpointEvery, observer);
    private readonly List<OpenCohort> _open = [];
    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private volatile PendingCohort? _asked;

    /// <summary>The cohort whose source was asked last; <see langword="null"/> before the first. Any thread may look.</summary>
    public PendingCohort? Asked => _asked;

    /// <summary>Trains them.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it; runs that had ended have their records, the others a checkpoint.</exception>
    public void Run()
    {
        using var scope = NewDisposeScope();
        try
        {
            RunTogether();
        }
        catch (ComponentException failure)
        {
            _open.ForEach(cohort => Fail(cohort.Pending, failure));
        }
        finally
        {
            Close();
        }
    }

    private IEnumerable<ActiveRun> Active => _open.SelectMany(cohort => cohort.Active);

    /// <summary>Opens a cohort and begins its runs, before the next one is opened: a source may keep what it computes for few of them.</summary>
    private void Open(PendingCohort cohort)
    {
        _asked = cohort;
        try
        {
            _open.AddRange(cohort.Runs.Count > 0 ? [OpenCohort.Open(cohort, context, observer)] : []);
        }
        catch (ComponentException failure)
        {
            Fail(cohort, failure);
            return;
        }

        if (cohort.Runs.Count > 0)
        {
            Begin(_open[^1]);
        }
    }

    /// <summary>Closes all, whatever happens to one of them.</summary>
    private void Close()
    {
        if (_open.Count == 0)
        {
            return;
        }

        var cohort = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        _asked = cohort.Pending;
        try
        {
            cohort.Dispose();
        }
        catch (ComponentException failure)
        {
            Fail(cohort.Pending, failure);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>The source can't be opened or closed: no run of the cohort can continue.</summary>
    private void Fail(PendingCohort cohort, ComponentException failure)
    {
        observer.Observe(ComponentFailed.From(failure));
        foreach (var run in cohort.Runs.Where(run => !_recorder.HasEnded(run.Key.Id)))
        {
            Fail(run, context.Files.ChangeFor(run.Run.Spec) ?? failure.Message);
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

    private void RunTogether()
    {
        try
        {
            foreach (var cohort in pending)
            {
                Open(cohort.Where(run => !HasChangedInput(run)));
            }

            Settle();
            Train();
        }
        catch (Exception error)
        {
            KeepWhatIsDone(error);
            throw;
        }
        finally
        {
            _open.ForEach(cohort => cohort.Active.ForEach(run => run.Dispose()));
        }
    }

    /// <summary>The user stopped it, or a record can't be written: a later try resumes from here.</summary>
    private void KeepWhatIsDone(Exception error)
    {
        if (error is WorkerAbandonedException)
        {
            return; // Another thread continues with all of it.
        }

        if (error is OperationCanceledException)
        {
            Settle();
        }

        Checkpoint(Active);
    }

    /// <summary>What was trained on a changed file is kept nowhere: put back, the file would have the run's id again.</summary>
    private void Checkpoint(IEnumerable<ActiveRun> active)
    {
        ActiveRun[] runs = [.. active];
        Array.ForEach(runs, run => run.RequireUnchangedInput());
        _checkpointer.Write(runs);
    }

    private void Begin(OpenCohort cohort)
    {
        foreach (var run in cohort.Pending.Runs)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            cohort.Active.AddRange(Begin(run, cohort) is { } started ? [started] : []);
        }

        if (cohort.Active.Where(run => run.Updates > 0).ToArray() is { Length: > 0 } resumed)
        {
            observer.Observe(
                new CohortResumed(cohort.Cohort.Name, resumed.Length, resumed.Min(run => run.Updates)) { Part = cohort.Pending.Part }
            );
        }
    }

    private ActiveRun? Begin(PendingRun run, OpenCohort cohort)
    {
        CallSlot.Serve(run.Key.Id);
        try
        {
            return cohort.Start(run, context, store.Checkpoints);
        }
        catch (Exception error) when (!IsStop(error))
        {
            Fail(run, context.Files.ChangeFor(run.Run.Spec) ?? Describe(error));
            return null;
        }
    }

    private void Train()
    {
        if (_open.Count == 0)
        {
            return;
        }

        var count = _open.Min(cohort => cohort.Batches.Count);
        using var groups = new RunGroups([.. Active]);
        for (var first = FirstStep(count); Active.Any(); first += count)
        {
            _open.ForEach(cohort => cohort.Batches.Begin(first));
            groups.Merge();
            foreach (var group in groups.Remaining)
            {
                Train(group, first, count);
            }

            Report(first, first + count - 1);
            Settle();
            if (_checkpointer.IsDue)
            {
                Checkpoint(Active);
            }
        }
    }

    /// <summary>Groups begin at the same steps whether or not runs were resumed; in the first, none has made every update.</summary>
    private long FirstStep(int count) => Active.Select(run => run.Updates).DefaultIfEmpty(0).Min() / count * count + 1;

    /// <summary>A run makes the updates of several batches before the next one does: its parameters and moments stay in the cache meanwhile.</summary>
    private void Train(RunGroup group, long first, int count)
    {
        // A run that was resumed may be ahead of the others.
        for (var index = (int)Math.Clamp(group.Updates - first + 1, 0, count); index < count && group.Remaining.Count > 0; index++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            foreach (var cohort in _open)
            {
                Draw(cohort, [.. group.Remaining.Where(run => run.Data == cohort.Data)], index);
            }

            group.Train(first + index, run => CohortOf(run).Batches.At(index), Guard);
        }
    }

    /// <summary>Draws a batch for runs of a cohort. Where the source fails they keep what they have, and a later try resumes from here.</summary>
    private void Draw(OpenCohort cohort, ActiveRun[] runs, int index)
    {
        try
        {
            _asked = cohort.Pending;
            _ = runs.Length > 0 ? cohort.Batches.At(index) : null;
            cohort.AddUpdates(runs.Length);
        }
        catch (ComponentException failure)
        {
            Checkpoint(runs);
            Fail(runs, cohort.TryNote(failure) ? Describe(failure) : failure.Message); // Reported once.
        }
    }

    private OpenCohort CohortOf(ActiveRun run) => _open.First(cohort => cohort.Data == run.Data);

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

    private void Report(long first, long last)
    {
        var isLongAgo = _sinceReport.Elapsed >= options.ProgressEvery;
        foreach (var cohort in _open.Where(cohort => cohort.Active.Count > 0))
        {
            if (isLongAgo || cohort.Active.Any(run => run.HasEvaluated(first, last)))
            {
                cohort.Report(last);
                _sinceReport.Restart();
            }
        }
    }

    private void Settle()
    {
        foreach (var cohort in _open)
        {
            foreach (var run in cohort.Active.Where(run => run.Outcome is not null).ToArray())
            {
                run.RequireUnchangedInput();
                End(run, cohort);
                cohort.Active.Remove(run);
                run.Dispose();
            }
        }
    }

    private void End(ActiveRun run, OpenCohort cohort)
    {
        CallSlot.Serve(run.Id);
        try
        {
            _recorder.End(run, cohort.Data.Seconds);
        }
        catch (ComponentException failure) // The architecture is asked for its formula.
        {
            Fail(cohort.Pending.Runs.First(one => one.Key.Id == run.Id), Describe(failure));
        }
    }
}
