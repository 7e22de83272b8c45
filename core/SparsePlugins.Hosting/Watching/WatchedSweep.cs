using System.Globalization;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Hosting.Watching;

/// <summary>
/// A sweep in rounds. When a plugin or the manifest changes, runs under way are checkpointed and the next round begins with the new one: what kept its id goes
/// on from its checkpoint, and what depends on the change has another id and is trained anew. What can't be used is told, and the round goes on as it was.
/// </summary>
/// <remarks>Loading and planning are done between rounds, on the caller's thread, while nothing is trained.</remarks>
/// <param name="manifest">The manifest's file.</param>
/// <param name="host">The program around it.</param>
/// <param name="folder">Gives the folder to write to, from the plan.</param>
public sealed class WatchedSweep(string manifest, ISweepHost host, Func<Planning.Plan, RunStore> folder)
{
    private readonly HashSet<string> _failed = []; // Not tried again before something changes that they depend on.

    /// <summary>Trains, waits for changes, trains what they make stale, until it is stopped.</summary>
    /// <param name="stop">Set by the user.</param>
    /// <returns>What is left; or <see langword="null"/> if the manifest was invalid from the beginning.</returns>
    public SweepOutcome? Run(CancellationToken stop)
    {
        using var sources = new SweepSources(manifest, host);
        return sources.First() is { } first ? Run(first, sources, stop) : null;
    }

    private SweepOutcome Run(Edition edition, SweepSources sources, CancellationToken stop)
    {
        try
        {
            var store = folder(edition.Plan);
            for (var isTrained = false; !stop.IsCancellationRequested; )
            {
                isTrained = Round(edition, isTrained, store, sources, stop);
                if (
                    !stop.IsCancellationRequested
                    && sources.Next(edition, store, id => _failed.Contains(id) || store.IsFinished(id)) is { } next
                )
                {
                    edition.Dispose();
                    (edition, isTrained) = (next, false);
                }
            }

            return Outcome(edition.Prepare(store));
        }
        finally
        {
            edition.Dispose();
        }
    }

    /// <summary>Trains what is left of an edition, and waits for a change.</summary>
    /// <returns>Whether nothing is left to train.</returns>
    private bool Round(Edition edition, bool isTrained, RunStore store, SweepSources sources, CancellationToken stop)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var lookout = new Lookout(sources.HaveChanged, round);
        if (!isTrained)
        {
            isTrained = Train(edition, edition.Workshop with { Cancellation = round.Token }, store);
            sources.TellWhatStays();
        }

        lookout.Await();
        return isTrained;
    }

    /// <returns>Whether it was not interrupted.</returns>
    private bool Train(Edition edition, Workshop workshop, RunStore store)
    {
        var before = store.ReadExperiment();
        var prepared = edition.Prepare(store);
        var experiment = new ReplacedBuilds(edition.Plan, workshop, store).Keep(prepared.Experiment, before);
        store.Write(experiment);
        var left = prepared.Only([.. edition.Ids.Except(_failed)]);
        try
        {
            new Executor(workshop, store, host.Begin(left.PendingRuns), host.Options(workshop)).Execute(left);
            host.Tell(Waiting(edition, store));
            return true;
        }
        catch (OperationCanceledException) when (workshop.Cancellation.IsCancellationRequested)
        {
            return false; // The next round goes on, or the user comes back.
        }
        finally
        {
            var ended = left.Pending.SelectMany(cohort => cohort.Runs).Where(run => run.HasEndedIn(store)).Select(run => run.Key.Id);
            _failed.UnionWith(ended.Where(id => !store.IsFinished(id)));
            host.Report(experiment);
        }
    }

    private SweepOutcome Outcome(PreparedPlan prepared)
    {
        var left = prepared.Pending.SelectMany(cohort => cohort.Runs).Select(run => run.Key.Id).Distinct().ToArray();
        var failed = left.Count(_failed.Contains);
        return new SweepOutcome(left.Length - failed, failed);
    }

    private static string Waiting(Edition edition, RunStore store)
    {
        var finished = edition.Ids.Count(store.IsFinished);
        var failed = edition.Ids.Count - finished;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{finished} of {edition.Ids.Count} runs are finished{(failed > 0 ? $", {failed} failed" : "")}; waiting for a change of a plugin or of the manifest (Ctrl-C ends)"
        );
    }
}
