using System.Globalization;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Hosting.Watching;

/// <summary>
/// A sweep in rounds. When a plugin or the manifest changes, runs under way are checkpointed and the next round begins with the new one: what kept its id goes
/// on from its checkpoint, and what depends on the change has another id and is trained anew.
/// </summary>
/// <param name="manifest">The manifest's file.</param>
/// <param name="host">The program around it.</param>
/// <param name="folder">Gives the folder to write to, from the plan.</param>
public sealed class WatchedSweep(string manifest, ISweepHost host, Func<Planning.Plan, RunStore> folder)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(150);

    private readonly HashSet<string> _failed = []; // Not tried again before something changes that they depend on.
    private readonly FileStamp _stamp = new(manifest);
    private PluginLibrary? _library;

    /// <summary>Trains, waits for changes, trains what they make stale, until it is stopped.</summary>
    /// <param name="stop">Set by the user.</param>
    /// <returns>Runs that are left; or <see langword="null"/> if the manifest was invalid from the beginning.</returns>
    public int? Run(CancellationToken stop)
    {
        _library = host.Open();
        try
        {
            return Take(_library) is { } first ? Run(first, folder(first.Plan), stop) : null;
        }
        finally
        {
            _library.Dispose();
        }
    }

    private int Run(Edition first, RunStore store, CancellationToken stop)
    {
        var edition = first;
        while (true)
        {
            var next = Round(edition, store, stop);
            if (next is null)
            {
                var left = edition.Prepare(store).PendingRuns;
                edition.Dispose();
                return left;
            }

            edition.Dispose();
            edition = next;
        }
    }

    /// <summary>Trains what is left of an edition, and waits for the next.</summary>
    private Edition? Round(Edition edition, RunStore store, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var interrupt = stop.Register(edition.Interrupt);
        Edition? next = null;
        var watcher = new Thread(() => next = Watch(edition, store, over.Token)) { IsBackground = true, Name = "watch" };
        watcher.Start();
        try
        {
            Train(edition, store);
        }
        catch
        {
            over.Cancel();
            watcher.Join();
            next?.Dispose();
            throw;
        }

        watcher.Join();
        return next;
    }

    private void Train(Edition edition, RunStore store)
    {
        var before = store.ReadExperiment();
        var prepared = edition.Prepare(store);
        var experiment = new ReplacedBuilds(edition.Plan, edition.Workshop, store).Keep(prepared.Experiment, before);
        store.Write(experiment);
        var left = prepared.Only([.. prepared.Experiment.Runs.Select(run => run.Id).Except(_failed)]);
        try
        {
            new Executor(edition.Workshop, store, host.Begin(left.PendingRuns), host.Options(edition.Workshop)).Execute(left);
            host.Tell(Waiting(prepared, store));
        }
        catch (OperationCanceledException)
        {
            // The next round goes on, or the user comes back.
        }
        finally
        {
            _failed.UnionWith(left.Experiment.Runs.Select(run => run.Id).Where(id => store.TryRead(id) is { Outcome.IsFailed: true }));
            host.Report(experiment);
        }
    }

    private static string Waiting(PreparedPlan prepared, RunStore store)
    {
        var runs = prepared.Experiment.Runs;
        var finished = runs.Count(run => store.IsFinished(run.Id));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{finished} of {runs.Count} runs are finished; waiting for a change of a plugin or of the manifest (Ctrl-C ends)"
        );
    }

    /// <summary>Waits for an edition with other runs, and interrupts the present one for it.</summary>
    private Edition? Watch(Edition edition, RunStore store, CancellationToken over)
    {
        var ids = edition.Ids(store);
        while (!over.WaitHandle.WaitOne(BetweenLooks))
        {
            host.Look();
            if (Next() is not { } next)
            {
                continue;
            }

            var stale = next.Edition.Ids(store).Except(ids).Count();
            var total = next.Edition.Plan.Cohorts.Sum(cohort => cohort.Runs.Count);
            host.Tell(string.Create(CultureInfo.InvariantCulture, $"{next.Cause}: {stale} of {total} runs are stale"));
            if (stale > 0 || total != ids.Count)
            {
                edition.Interrupt();
                return next.Edition;
            }

            next.Edition.Dispose();
        }

        return null;
    }

    private (Edition Edition, string Cause)? Next()
    {
        try
        {
            return _stamp.HasChanged() ? NextManifest()
                : _library!.HasChanged() ? NextPlugins()
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DirectoryNotFoundException)
        {
            host.Tell($"{error.Message}; the sweep goes on as it was");
            return null;
        }
    }

    private (Edition, string)? NextManifest()
    {
        _stamp.See();
        var library = host.Open(); // It may name other plugins now.
        if (Take(library) is not { } edition)
        {
            library.Dispose();
            host.Tell($"{manifest}: the sweep goes on with the one before");
            return null;
        }

        _library!.Dispose();
        _library = library;
        return (edition, $"{Path.GetFileName(manifest)} changed");
    }

    private (Edition, string)? NextPlugins()
    {
        var change = _library!.Refresh();
        foreach (var refused in change.Refused)
        {
            host.Tell(refused.ToString());
        }

        if (!change.ChangesPlugins)
        {
            return null;
        }

        if (Take(_library) is { } edition)
        {
            return (edition, Describe(change));
        }

        host.Tell($"{Describe(change)}: the sweep goes on with what was there before");
        return null;
    }

    private Edition? Take(PluginLibrary library)
    {
        var plugins = library.Lease();
        var loaded = host.Load(plugins);
        if (loaded.Result.Plan is not null)
        {
            return new Edition(plugins, loaded, host);
        }

        plugins.Dispose();
        return null;
    }

    private static string Describe(PluginChange change) =>
        string.Join(
            ", ",
            change
                .Swapped.Select(swap => $"{swap.Name} changed ({swap.OldSha256[..4]} -> {swap.NewSha256[..4]})")
                .Concat(change.Added.Select(name => $"{name} was added"))
                .Concat(change.Removed.Select(name => $"{name} was removed"))
        );
}
