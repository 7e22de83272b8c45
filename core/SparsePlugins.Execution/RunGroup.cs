using System.Diagnostics;
using SparsePlugins.Kernels;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Runs that make each update together: a stack, or one run alone.</summary>
/// <param name="runs">One, or several whose members can be stacked.</param>
internal sealed class RunGroup(IReadOnlyList<ActiveRun> runs) : IDisposable
{
    private IReadOnlyList<ActiveRun> _remaining = runs;
    private IReadOnlyList<ActiveRun> _stacked = [];
    private StackedStep? _step;

    /// <summary>Runs work; if it throws, the given runs fail.</summary>
    /// <param name="runs">For whom it is done.</param>
    /// <param name="work">What is done.</param>
    public delegate void Guard(IReadOnlyList<ActiveRun> runs, Action work);

    /// <summary>Those that have not ended.</summary>
    public IReadOnlyList<ActiveRun> Remaining =>
        _remaining.All(run => run.Outcome is null) ? _remaining : _remaining = [.. _remaining.Where(run => run.Outcome is null)];

    /// <summary>Updates that each of them made.</summary>
    public long Updates => Remaining is [var first, ..] ? first.Updates : 0;

    /// <summary>Makes update number <paramref name="step"/>, from 1, and measures what is due; nothing where all have ended.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="batchOf">The batch of each: the same for runs of a cohort.</param>
    /// <param name="guard">Runs the work.</param>
    public void Train(long step, Func<ActiveRun, TrainingBatch> batchOf, Guard guard)
    {
        if (Remaining is [{ Member: null } alone])
        {
            guard(Remaining, () => alone.Train(step, batchOf(alone)));
        }
        else if (Remaining.Count > 0)
        {
            TrainStack(Remaining, step, [.. Remaining.Select(batchOf)], guard);
        }
    }

    /// <summary>Frees the stack; the runs keep what they learned.</summary>
    public void Dispose() => _step?.Dispose();

    private void TrainStack(IReadOnlyList<ActiveRun> members, long step, TrainingBatch[] batches, Guard guard)
    {
        var start = Stopwatch.GetTimestamp();
        UpdatePace[] paces = [.. members.Select(run => run.Prepare(step))];
        IReadOnlyList<IStepResult>? results = null;
        guard(members, () => results = Step(members, step, batches, paces));
        var share = Stopwatch.GetElapsedTime(start) / members.Count;
        OperationCanceledException? stop = null;
        for (var index = 0; index < results?.Count; index++)
        {
            var (run, batch, pace, result) = (members[index], batches[index], paces[index], results[index]);
            try
            {
                guard([run], () => run.Finish(step, batch, pace, result, share));
            }
            catch (OperationCanceledException stopped) when (stopped is not WorkerAbandonedException) // The others have their update, too: noted, it can be saved.
            {
                stop = stopped;
            }
        }

        if (stop is not null)
        {
            throw stop;
        }
    }

    private IReadOnlyList<IStepResult> Step(IReadOnlyList<ActiveRun> members, long step, TrainingBatch[] batches, UpdatePace[] paces)
    {
        if (_stacked != members)
        {
            _step?.Dispose();
            _step = new StackedStep([.. members.Select(run => run.Member!)]);
            _stacked = members;
        }

        var results = _step!.Step(batches, paces);
        if (members.Any(run => run.ReadsResult(step)))
        {
            Await(results[0]);
        }

        return results;
    }

    /// <summary>Waits for a GPU, so that all members share the time that it took.</summary>
    private static void Await(IStepResult result) => _ = result.Loss;
}
