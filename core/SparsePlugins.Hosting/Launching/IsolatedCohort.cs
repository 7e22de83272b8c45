using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Has one cohort trained by child processes: after each that died, the run it died in has failed and another child does the rest.</summary>
/// <param name="pending">The cohort's runs.</param>
/// <param name="store">Where children write records.</param>
/// <param name="observer">Receives the progress.</param>
internal sealed class IsolatedCohort(PendingCohort pending, RunStore store, IRunObserver observer)
{
    private readonly HashSet<string> _left = [.. pending.Runs.Select(run => run.Key.Id)];
    private bool _hasTriedAgain;

    /// <summary>Trains what is left of it.</summary>
    /// <param name="work">Starts a child for some runs, with its events, and waits for its end.</param>
    /// <exception cref="OperationCanceledException">A child was asked to stop, and left checkpoints.</exception>
    /// <exception cref="ChildRefusedException">What a child loads is not what this process loaded.</exception>
    public void Run(Func<string[], Action<RunEvent>, ChildEnd> work)
    {
        while (_left.Count > 0)
        {
            var end = work([.. pending.Runs.Select(run => run.Key.Id).Where(_left.Contains)], Hear);
            if (end.IsDone)
            {
                return;
            }

            NoteUntoldEnds();
            Blame(end);
        }
    }

    private void Blame(ChildEnd end)
    {
        if (end.IsInCall)
        {
            var failure = new ComponentException($"{end.Component}: {end.Reason}", end.Errors);
            Fail(failure, _left.Contains(end.Run) ? [end.Run] : [.. _left]);
        }
        else if (end.ExitCode == ChildEnd.StoppedCode)
        {
            throw new OperationCanceledException("a child process was asked to stop"); // By a signal that reached it before this process, or alone.
        }
        else if (end.ExitCode == ChildRefusedException.ExitCode)
        {
            throw new ChildRefusedException(end.Errors.Split('\n')[^1].Replace("error: ", "", StringComparison.Ordinal));
        }
        else if (_hasTriedAgain)
        {
            Fail(new ComponentException($"the host, outside any component: {end.Reason}; it was tried twice", end.Errors), [.. _left]);
        }
        else
        {
            _hasTriedAgain = true;
            observer.Observe(
                new ComponentFailed($"the host, outside any component: {end.Reason}; its cohort is tried once more", end.Errors)
            );
        }
    }

    private void Fail(ComponentException failure, string[] ids)
    {
        observer.Observe(ComponentFailed.From(failure));
        using var claimed = ClaimedCohort.Create(pending.Where(run => ids.Contains(run.Key.Id)), store); // Another command may have them by now.
        var recorder = new RunRecorder(store, observer, keepsWeights: false);
        foreach (var run in claimed.Mine.Runs)
        {
            _left.Remove(run.Key.Id);
            recorder.End(FailedRecord.Create(run.Run, run.Key, failure.Message, store));
        }

        NoteUntoldEnds();
        if (claimed.Mine.Runs.Count == 0)
        {
            LeaveOut(claimed.Elsewhere.Runs);
        }
    }

    /// <summary>Leaves runs to another process: a child that waited for them could die as the last one did, again and again.</summary>
    private void LeaveOut(IReadOnlyList<PendingRun> elsewhere)
    {
        foreach (var run in elsewhere)
        {
            _left.Remove(run.Key.Id);
            observer.Observe(new Warned($"run {run.Key.Id} is left to another process, which works on it"));
        }
    }

    /// <summary>A child may have died between writing a record and saying so.</summary>
    private void NoteUntoldEnds()
    {
        foreach (var run in pending.Runs.Where(run => run.HasEndedIn(store)).ToArray())
        {
            End(run.Key.Id);
        }
    }

    private void Hear(RunEvent happened)
    {
        if (happened is RunEnded ended)
        {
            End(ended.Id); // Once, whether the child says so or its record does.
        }
        else
        {
            observer.Observe(InPart(happened));
        }
    }

    /// <summary>A child doesn't know that its runs are a part of the cohort.</summary>
    private RunEvent InPart(RunEvent happened) =>
        happened switch
        {
            CohortStarted started => started with { Part = pending.Part },
            CohortResumed resumed => resumed with { Part = pending.Part },
            CohortAdvanced advanced => advanced with { Part = pending.Part },
            _ => happened,
        };

    private void End(string id)
    {
        if (_left.Remove(id) && store.TryRead(id) is { } record)
        {
            observer.Observe(RunEnded.From(record));
        }
    }
}
