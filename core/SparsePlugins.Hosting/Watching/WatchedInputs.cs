using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Events;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;

namespace SparsePlugins.Hosting.Watching;

/// <summary>The manifest, its lock file and the plugins of a watched experiment, as they change.</summary>
/// <param name="settings">The manifest, and how to run it.</param>
/// <param name="observer">Receives notes and warnings.</param>
/// <param name="stop">Set when the user stops it.</param>
internal sealed class WatchedInputs(RunSettings settings, IRunObserver observer, CancellationToken stop) : IDisposable
{
    private static readonly TimeSpan LeastQuiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostQuiet = TimeSpan.FromMinutes(2);

    private readonly FileStamp _manifest = new(settings.Manifest);
    private readonly FileStamp _lock = new(PluginLock.PathFor(settings.Manifest));
    private readonly Stopwatch _sinceTrouble = new();
    private TimeSpan _quiet; // After plugins that can't even be looked at, so that rounds get on.
    private string? _noted;
    private PluginLibrary? _library;

    /// <summary>The experiment to begin with.</summary>
    /// <returns><see langword="null"/> if the manifest is invalid.</returns>
    public WatchedExperiment? First()
    {
        _library = OpenPlugins();
        return WatchedExperiment.Open(settings, _library, observer, stop);
    }

    /// <summary>Whether it is time for <see cref="Next"/>. Cheap: looks at names, lengths and times only.</summary>
    public bool HaveChanged()
    {
        var (isManifest, isLock) = (_manifest.HasChanged(), _lock.HasChanged());
        return isManifest || isLock || (_sinceTrouble.Elapsed >= _quiet && HavePluginsChanged());
    }

    /// <summary>The next experiment. Nothing may be trained meanwhile.</summary>
    /// <param name="now">The present one.</param>
    /// <param name="hasEnded">Whether a run has a record that stays.</param>
    /// <returns><see langword="null"/> if the present one stays; the observer received the reason.</returns>
    public WatchedExperiment? Next(WatchedExperiment now, Func<string, bool> hasEnded)
    {
        try
        {
            var next = _manifest.Differs || _lock.Differs ? OfManifest(now, hasEnded) : OfPlugins(now, hasEnded);
            _noted = null;
            return next;
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            NoteOnce($"{Sentence(error)}; it continues as before");
            return null;
        }
    }

    /// <summary>Names old builds that stay in memory. Nothing may be trained meanwhile.</summary>
    public void WarnOfOldBuilds()
    {
        foreach (var sentence in ReleasedBuilds.OfProcess.Report())
        {
            observer.Observe(new Warned(sentence));
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

    private WatchedExperiment? OfManifest(WatchedExperiment now, Func<string, bool> hasEnded)
    {
        var cause = $"{Path.GetFileName(settings.Manifest)}{(_manifest.Differs ? "" : ".lock")} changed";
        _manifest.See();
        _lock.See();
        var library = OpenPlugins(); // It may name other plugins now; they are watched even if the manifest is wrong yet.
        _library!.Dispose();
        _library = library;
        _quiet = TimeSpan.Zero;
        return Take(now, hasEnded, cause);
    }

    private WatchedExperiment? OfPlugins(WatchedExperiment now, Func<string, bool> hasEnded)
    {
        var change = Refresh();
        foreach (var refused in change.Refused)
        {
            Note(refused.ToString());
        }

        foreach (var name in change.Restored)
        {
            Note($"{name} is as it was; its build is in use");
        }

        return change.ChangesPlugins ? Take(now, hasEnded, Describe(change)) : null;
    }

    private PluginChange Refresh()
    {
        _quiet =
            _quiet == TimeSpan.Zero ? LeastQuiet
            : _quiet < MostQuiet ? 2 * _quiet
            : _quiet;
        _sinceTrouble.Restart();
        try
        {
            var change = _library!.Refresh(stop);
            _quiet = TimeSpan.Zero;
            return change;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return PluginChange.Nothing; // The rounds end with the builds that they had.
        }
    }

    private WatchedExperiment? Take(WatchedExperiment now, Func<string, bool> hasEnded, string cause)
    {
        var next = WatchedExperiment.Open(settings, _library!, observer, stop);
        try
        {
            if (next is null || NameOf(next) != NameOf(now))
            {
                Note($"{cause}: {(next is null ? "it can't be used" : Renamed(now, next))}; it continues as before");
                return null;
            }

            var stale = next.Ids.Except(now.Ids).Count(id => !hasEnded(id));
            Note(string.Create(CultureInfo.InvariantCulture, $"{cause}: {stale} of {next.Ids.Count} runs are stale"));
            (var taken, next) = (next, null);
            return taken;
        }
        finally
        {
            next?.Dispose();
        }
    }

    private static string NameOf(WatchedExperiment watched) => watched.Experiment.Plan!.Name;

    private static string Renamed(WatchedExperiment now, WatchedExperiment next) =>
        $"name: must stay '{NameOf(now)}' while it is watched, got '{NameOf(next)}' (stop, and watch it into a folder of its own)";

    private PluginLibrary OpenPlugins() =>
        ManifestPlugins.Open(settings, ManifestText.Read(settings.Manifest, settings.Overrides), observer);

    private void Note(string sentence) => observer.Observe(new Noted(sentence));

    private void NoteOnce(string sentence)
    {
        if (sentence != _noted)
        {
            Note(sentence);
        }

        _noted = sentence;
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
