using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Hosting.Watching;

/// <summary>The manifest, its lock file and the plugins of a watched sweep, as they change.</summary>
/// <param name="manifest">The manifest's file.</param>
/// <param name="host">The program around it.</param>
internal sealed class SweepSources(string manifest, ISweepHost host) : IDisposable
{
    private static readonly TimeSpan LeastQuiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostQuiet = TimeSpan.FromMinutes(2);

    private readonly FileStamp _manifest = new(manifest);
    private readonly FileStamp _lock = new(PluginLock.PathFor(manifest));
    private readonly Stopwatch _sinceTrouble = new();
    private TimeSpan _quiet; // After plugins that can't even be looked at, so that rounds get on.
    private string? _told;
    private PluginLibrary? _library;

    /// <summary>The edition to begin with.</summary>
    /// <returns><see langword="null"/> if the manifest is invalid.</returns>
    public Edition? First() => Edition.Take(_library = host.Open(), host);

    /// <summary>Whether it is time for <see cref="Next"/>. Cheap: looks at names, lengths and times only.</summary>
    public bool HaveChanged()
    {
        host.Look();
        var (isManifest, isLock) = (_manifest.HasChanged(), _lock.HasChanged());
        return isManifest || isLock || (_sinceTrouble.Elapsed >= _quiet && HavePluginsChanged());
    }

    /// <summary>The next edition. Nothing may be trained meanwhile.</summary>
    /// <param name="now">The present one.</param>
    /// <param name="store">Where its records are.</param>
    /// <param name="hasEnded">Whether a run has a record that stays.</param>
    /// <returns><see langword="null"/> if the present one stays; why was told.</returns>
    public Edition? Next(Edition now, RunStore store, Func<string, bool> hasEnded)
    {
        try
        {
            var next = _manifest.Differs || _lock.Differs ? OfManifest(now, store, hasEnded) : OfPlugins(now, store, hasEnded);
            _told = null;
            return next;
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            TellOnce($"{Sentence(error)}; the sweep goes on as it was");
            return null;
        }
    }

    /// <summary>Names old builds that stay in memory. Nothing may be trained meanwhile.</summary>
    public void TellWhatStays()
    {
        foreach (var sentence in ReleasedBuilds.OfProcess.Report())
        {
            host.Tell($"warning: {sentence}");
        }
    }

    public void Dispose() => _library?.Dispose();

    /// <summary>Files that can't be looked at are a change, too: <see cref="Next"/> says what is wrong.</summary>
    private bool HavePluginsChanged()
    {
        try
        {
            return _library!.HasChanged();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private Edition? OfManifest(Edition now, RunStore store, Func<string, bool> hasEnded)
    {
        var cause = $"{Path.GetFileName(manifest)}{(_manifest.Differs ? "" : ".lock")} changed";
        _manifest.See();
        _lock.See();
        var library = host.Open(); // It may name other plugins now; they are watched even if the manifest is wrong yet.
        _library!.Dispose();
        _library = library;
        _quiet = TimeSpan.Zero;
        return Take(now, store, hasEnded, cause);
    }

    private Edition? OfPlugins(Edition now, RunStore store, Func<string, bool> hasEnded)
    {
        var change = Refresh();
        foreach (var refused in change.Refused)
        {
            host.Tell(refused.ToString());
        }

        foreach (var name in change.Restored)
        {
            host.Tell($"{name} is as it was; its build is in use");
        }

        return change.ChangesPlugins ? Take(now, store, hasEnded, Describe(change)) : null;
    }

    private PluginChange Refresh()
    {
        _quiet =
            _quiet == TimeSpan.Zero ? LeastQuiet
            : _quiet < MostQuiet ? 2 * _quiet
            : _quiet;
        _sinceTrouble.Restart();
        var change = _library!.Refresh();
        _quiet = TimeSpan.Zero;
        return change;
    }

    private Edition? Take(Edition now, RunStore store, Func<string, bool> hasEnded, string cause)
    {
        var next = Edition.Take(_library!, host);
        try
        {
            if (next is null || next.Plan.Name != now.Plan.Name)
            {
                host.Tell($"{cause}: {(next is null ? "it can't be used" : Renamed(now, next))}; the sweep goes on as it was");
                return null;
            }

            var ids = next.Prepare(store).Experiment.Runs.Select(run => run.Id).ToHashSet();
            var stale = ids.Except(now.Ids).Count(id => !hasEnded(id));
            host.Tell(string.Create(CultureInfo.InvariantCulture, $"{cause}: {stale} of {ids.Count} runs are stale"));
            (var taken, next) = (next, null);
            return taken;
        }
        finally
        {
            next?.Dispose();
        }
    }

    private static string Renamed(Edition now, Edition next) =>
        $"name: must stay '{now.Plan.Name}' while it is watched, got '{next.Plan.Name}' (stop, and watch it into a folder of its own)";

    private void TellOnce(string sentence)
    {
        if (sentence != _told)
        {
            host.Tell(sentence);
        }

        _told = sentence;
    }

    /// <summary>What is thrown on purpose explains itself; of the rest the kind is needed, too.</summary>
    private static string Sentence(Exception error) =>
        error is SystemException and not (IOException or UnauthorizedAccessException or ArgumentException)
            ? $"unexpected {error.GetType().Name}: {error.Message.Split('\n')[0]}"
            : error.Message;

    private static string Describe(PluginChange change) =>
        string.Join(
            ", ",
            change
                .Swapped.Select(swap => $"{swap.Name} changed ({swap.OldSha256[..4]} -> {swap.NewSha256[..4]})")
                .Concat(change.Added.Select(name => $"{name} was added"))
                .Concat(change.Removed.Select(name => $"{name} was removed"))
        );
}
