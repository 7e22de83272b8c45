using System.Diagnostics;
using SparsePlugins.Kernels;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Runs that make each update together: a stack, or one run alone.</summary>
/// <param name="runs">One, or several whose members can be stacked.</param>
internal sealed class RunGroup(IReadOnlyList<ActiveRun> runs) : IDisposable
{
    private IReadOnlyList<ActiveRun> _stacked = [];
    private StackedStep? _step;

    /// <summary>Those that are left.</summary>
    public IReadOnlyList<ActiveRun> Training { get; private set; } = runs;

    /// <summary>Updates that each of them made.</summary>
    public long Updates => Training.Count == 0 ? 0 : Training[0].Updates;

    /// <summary>Makes update number <paramref name="step"/>, from 1, and measures what is due.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="batch">What is learned from.</param>
    /// <param name="guard">Does something for some of the runs, and lets them fail if it does.</param>
    public void Train(long step, TrainingBatch batch, Action<IReadOnlyList<ActiveRun>, Action> guard)
    {
        if (Training is [{ Member: null } alone])
        {
            guard(Training, () => alone.Train(step, batch));
        }
        else
        {
            guard(Training, () => TrainStack(step, batch, guard));
        }

        Training = Training.All(run => run.Outcome is null) ? Training : [.. Training.Where(run => run.Outcome is null)];
    }

    /// <summary>Frees the stack; the runs keep what they learned.</summary>
    public void Dispose() => _step?.Dispose();

    private void TrainStack(long step, TrainingBatch batch, Action<IReadOnlyList<ActiveRun>, Action> guard)
    {
        var start = Stopwatch.GetTimestamp();
        Stack();
        UpdatePace[] paces = [.. Training.Select(run => run.Prepare(step))];
        var results = _step!.Step(batch, paces);
        _ = Training.Any(run => run.ReadsLoss(step)) ? results[0].Loss : 0; // Waits for a GPU, so that the time is shared by all.
        var share = Stopwatch.GetElapsedTime(start) / Training.Count;
        for (var index = 0; index < Training.Count; index++)
        {
            var (run, pace, result) = (Training[index], paces[index], results[index]);
            guard([run], () => run.Finish(step, batch, pace, result, share));
        }
    }

    /// <summary>A new stack where a run has left.</summary>
    private void Stack()
    {
        if (_stacked != Training)
        {
            _step?.Dispose();
            _step = new StackedStep([.. Training.Select(run => run.Member!)]);
            _stacked = Training;
        }
    }
}
