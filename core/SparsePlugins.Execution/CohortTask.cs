using SparsePlugins.Events;
using SparsePlugins.Plugins.Calls;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Storage;
using SparsePlugins.Workers;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>A cohort as a task of a pool of workers: claimed, trained and, when a component does not come back, taken over without the run that it hangs in.</summary>
/// <param name="pending">The cohort's runs that are left.</param>
/// <param name="context">What runs work with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
/// <param name="options">How to go about it.</param>
/// <param name="cores">What it shares with the others.</param>
/// <param name="leave">Called with runs that another process works on.</param>
internal sealed class CohortTask(
    PendingCohort pending,
    RunContext context,
    RunStore store,
    IRunObserver observer,
    ExecutionOptions options,
    CoreShare cores,
    Action<PendingCohort> leave
) : IPoolTask
{
    private volatile ClaimedCohort? _claimed;
    private volatile CoreShare.Place? _place;

    /// <inheritdoc/>
    public void Do(CallSlot slot)
    {
        set_num_threads(context.Environment.Threads); // A setting of each thread, not of the process.
        using var claimed = ClaimedCohort.Create(pending, store);
        _claimed = claimed;
        Train(claimed.Mine);
        if (claimed.Elsewhere.Runs.Count > 0)
        {
            leave(claimed.Elsewhere);
        }
    }

    /// <inheritdoc/>
    public IPoolTask? TakeOver(CallSlot slot, TimeSpan limit)
    {
        if (!context.Cancellation.IsCancellationRequested)
        {
            Fail(slot, limit);
        }

        _claimed?.Dispose();
        _place?.Dispose();
        return new CohortTask(pending.Where(run => !run.HasEndedIn(store)), context, store, observer, options, cores, leave);
    }

    private void Train(PendingCohort mine)
    {
        if (mine.Runs.Count > 0)
        {
            using var place = cores.Enter();
            _place = place;
            new CohortRunner(mine, context with { Threads = () => place.Cores }, store, observer, options).Run();
        }
    }

    private void Fail(CallSlot slot, TimeSpan limit)
    {
        var failure = ComponentException.For(slot.Component!, IsolationLimits.Unanswered(limit));
        observer.Observe(ComponentFailed.From(failure));
        var recorder = new RunRecorder(store, observer, keepsWeights: false);
        foreach (var run in _claimed!.Mine.Runs.Where(run => (slot.Run.Length == 0 || run.Key.Id == slot.Run) && !run.HasEndedIn(store)))
        {
            recorder.End(FailedRecord.Create(run.Run, run.Key, failure.Message, store));
        }
    }
}
