using System.Globalization;
using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Records;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Watching;

/// <summary>
/// An experiment in rounds. When a plugin or the manifest changes, runs under way are checkpointed and the next round begins with the change: runs that kept
/// their ids continue from their checkpoints, and runs that depend on the change have other ids and are trained from the start. A change that can't be used
/// is reported, and the experiment continues as before.
/// </summary>
/// <remarks>Loading and planning are done between rounds, on the caller's thread, while nothing is trained.</remarks>
/// <param name="settings">The manifest, and how to run it.</param>
/// <param name="launcher">Trains.</param>
/// <param name="observer">Receives what happens.</param>
public sealed class WatchedSweep(RunSettings settings, ILauncher launcher, IRunObserver observer)
{
    private readonly HashSet<string> _failed = []; // Not tried again before something changes that they depend on.
    private readonly LiveReport _live = new();
    private ExperimentRecord? _written;

    /// <summary>Trains, waits for changes, trains what they make stale, until it is stopped.</summary>
    /// <param name="stop">Set by the user.</param>
    /// <returns>How it ended; <see langword="null"/> if the manifest was invalid from the beginning.</returns>
    public WatchOutcome? Run(CancellationToken stop)
    {
        using var inputs = new WatchedInputs(settings, observer, stop);
        return inputs.First() is { } first ? Run(first, inputs, stop) : null;
    }

    private WatchOutcome Run(WatchedExperiment watched, WatchedInputs inputs, CancellationToken stop)
    {
        var store = watched.Experiment.Store;
        store.RequireFor(watched.Experiment.Plan!.Name);
        observer.Observe(new Noted($"watching {settings.Manifest}: results go into {store.Folder}"));
        try
        {
            for (var isTrained = false; !stop.IsCancellationRequested; )
            {
                isTrained = Round(watched, isTrained, inputs, stop);
                if (!stop.IsCancellationRequested && inputs.Next(watched, id => _failed.Contains(id) || store.IsFinished(id)) is { } next)
                {
                    watched.Dispose();
                    (watched, isTrained) = (next, false);
                }
            }

            return Close(watched);
        }
        finally
        {
            watched.Dispose();
        }
    }

    /// <summary>Trains what is left, and waits for a change.</summary>
    /// <returns>Whether nothing is left to train.</returns>
    private bool Round(WatchedExperiment watched, bool isTrained, WatchedInputs inputs, CancellationToken stop)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var changes = new ChangeWatcher(() => HaveChanged(watched, inputs), round);
        if (!isTrained)
        {
            isTrained = Train(watched, watched.Context with { Cancellation = round.Token });
            inputs.WarnOfOldBuilds();
        }

        changes.Await();
        return isTrained;
    }

    /// <summary>Called a few times a second on a thread that may not work itself.</summary>
    private bool HaveChanged(WatchedExperiment watched, WatchedInputs inputs)
    {
        _live.Renew(watched.Experiment.Store);
        return inputs.HaveChanged();
    }

    /// <returns>Whether it was not interrupted.</returns>
    private bool Train(WatchedExperiment watched, RunContext context)
    {
        var (experiment, store) = (watched.Experiment, watched.Experiment.Store);
        var before = store.ReadExperiment();
        var prepared = watched.Prepare();
        _written = new ReplacedBuilds(experiment.Plan!, context, store).Keep(prepared.Experiment, before);
        store.Write(_written);
        prepared.RenewSpecs(store);
        var left = prepared.Only([.. watched.Ids.Except(_failed)]);
        try
        {
            var outcome = experiment.Train(left, _written, launcher, context, observer, isWatched: true);
            if (!outcome.IsStopped)
            {
                observer.Observe(new Noted(Report.Make(outcome.Experiment, outcome.Records).RoundAnswer));
                observer.Observe(new Noted(Waiting(watched)));
            }

            return !outcome.IsStopped;
        }
        finally
        {
            var ended = left.Pending.SelectMany(cohort => cohort.Runs).Where(run => run.HasEndedIn(store)).Select(run => run.Key.Id);
            var measured = left.Dictionaries.Select(one => one.Key.Id).Where(id => store.TryRead(id) is not null);
            _failed.UnionWith(ended.Concat(measured).Where(id => !store.IsFinished(id)));
            if (_live.TakeTrouble(store) is { } trouble)
            {
                observer.Observe(new Warned($"report.html is renewed between rounds only: {trouble}"));
            }
        }
    }

    /// <summary>Leaves a report that no longer looks for a newer one.</summary>
    private WatchOutcome Close(WatchedExperiment watched)
    {
        if (_written is { } written)
        {
            watched.Experiment.WriteReport(written, isWatched: false);
        }

        var prepared = watched.Prepare();
        var runs = prepared.Pending.SelectMany(cohort => cohort.Runs).Select(run => run.Key.Id);
        string[] left = [.. runs.Concat(prepared.Dictionaries.Select(one => one.Key.Id)).Distinct()];
        var failed = left.Count(_failed.Contains);
        return new WatchOutcome(watched.Experiment.Store.Folder, left.Length - failed, failed);
    }

    private static string Waiting(WatchedExperiment watched)
    {
        var finished = watched.Ids.Count(watched.Experiment.Store.IsFinished);
        var failed = watched.Ids.Count - finished;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{finished} of {watched.Ids.Count} runs are finished{(failed > 0 ? $", {failed} failed" : "")}; waiting for a change of a plugin or of the manifest (Ctrl-C ends)"
        );
    }
}
