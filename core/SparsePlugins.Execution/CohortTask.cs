using SparsePlugins.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Storage;
using SparsePlugins.Workers;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>
/// A cohort, or several that are trained together, as a task of a pool of workers: claimed, trained and, when a component does not come back, taken over
/// without the run that it hangs in.
/// </summary>
/// <param name="pending">The runs that are left, cohort by cohort.</param>
/// <param name="context">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="options">How to go about it.</param>
/// <param name="cores">What it shares with the others.</param>
/// <param name="leave">Called with runs that another process works on.</param>
internal sealed class CohortTask(
    IReadOnlyList<PendingCohort> pending,
    RunContext context,
    RunStore store,
    IRunObserver observer,
    ExecutionOptions options,
    CoreShare cores,
    Action<PendingCohort> leave
) : IPoolTask
{
    private volatile ClaimedCohort[] _claimed = [];
    private volatile CohortRunner? _runner;
    private volatile CoreShare.Place? _place;

    /// <inheritdoc/>
    public void Do(CallSlot slot)
    {
        set_num_threads(context.Environment.Threads); // A setting of each thread, not of the process.
        try
        {
            foreach (var cohort in pending)
            {
                _claimed = [.. _claimed, ClaimedCohort.Create(cohort, store)];
            }

            Train([.. _claimed.Select(claimed => claimed.Mine).Where(mine => mine.Runs.Count > 0)]);
            Array.ForEach([.. _claimed.Select(claimed => claimed.Elsewhere).Where(elsewhere => elsewhere.Runs.Count > 0)], leave);
        }
        finally
        {
            GiveBack();
        }
    }

    /// <inheritdoc/>
    public IPoolTask? TakeOver(CallSlot slot, TimeSpan limit)
    {
        if (!context.Cancellation.IsCancellationRequested)
        {
            Fail(slot, limit);
        }

        GiveBack();
        _place?.Dispose();
        var left = pending.Select(cohort => cohort.Where(run => !run.HasEndedIn(store)));
        return new CohortTask([.. left], context, store, observer, options, cores, leave);
    }

    private void GiveBack() => Array.ForEach(_claimed, claimed => claimed.Dispose());

    private void Train(PendingCohort[] mine)
    {
        if (mine.Length > 0)
        {
            using var place = cores.Enter();
            _place = place;
            _runner = new CohortRunner(mine, context with { Threads = () => place.Cores }, store, observer, options);
            _runner.Run();
        }
    }

    private void Fail(CallSlot slot, TimeSpan limit)
    {
        var failure = ComponentException.For(slot.Component!, IsolationLimits.Unanswered(limit));
        observer.Observe(ComponentFailed.From(failure));
        var recorder = new RunRecorder(store, observer, keepsWeights: false);
        foreach (var run in RunsOf(slot).Where(run => !run.HasEndedIn(store)))
        {
            recorder.End(FailedRecord.Create(run.Run, run.Key, failure.Message, store));
        }
    }

    /// <summary>For whom a call was made: a run or, of a source, all runs of a cohort.</summary>
    private IEnumerable<PendingRun> RunsOf(CallSlot slot) =>
        slot.Run.Length == 0 && _runner?.Asked is { } asked
            ? asked.Runs
            : _claimed.SelectMany(claimed => claimed.Mine.Runs).Where(run => slot.Run.Length == 0 || run.Key.Id == slot.Run);
}
