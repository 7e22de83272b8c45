using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Plugins;

/// <summary>Keeps plugins loaded as their files change: every <see cref="Refresh"/> gives a new set, and sets that are in use stay as they are.</summary>
/// <remarks>
/// It never looks by itself: plugins are swapped when, and only when, <see cref="Refresh"/> is called. A build that can't be used is refused,
/// and the one before stays. A plugin that no set holds any more is unloaded and its copy deleted.
/// </remarks>
public sealed class PluginLibrary : IDisposable
{
    /// <summary>A write can leave length and time as they were, so the content is looked at now and then: for a hundredth of the time at most.</summary>
    private static readonly TimeSpan LeastTrust = TimeSpan.FromSeconds(3);
    private const int TrustPerReading = 100;

    private readonly ShadowCopy _shadows = new();
    private readonly PluginIntake _intake;
    private readonly PluginScan _scan;
    private readonly IReadOnlyList<PluginRoot> _roots;
    private readonly System.Diagnostics.Stopwatch _sinceReading = System.Diagnostics.Stopwatch.StartNew();
    private readonly Lock _looking = new();
    private TimeSpan _trust = LeastTrust;
    private readonly Lock _exchanging = new();
    private readonly bool _isOpen;
    private IReadOnlyList<SeenPlugin> _seen = [];
    private PluginSet _current;

    private PluginLibrary(IReadOnlyList<PluginRoot> roots, PluginLock? trust)
    {
        (_roots, _intake, _scan) = (roots, new PluginIntake(_shadows, trust), new PluginScan(roots));
        _current = new PluginSet([], [], []);
        try
        {
            Use(Settle(Consider(_scan.Glance(), [])));
            _isOpen = true;
        }
        catch (TemporaryFolderException)
        {
            _shadows.Discard();
            throw;
        }
    }

    /// <summary>The plugins to use from now on. Hold them with <see cref="Lease"/> where a <see cref="Refresh"/> may come in between.</summary>
    public PluginSet Current
    {
        get
        {
            lock (_exchanging)
            {
                return _current;
            }
        }
    }

    /// <summary>Loads the plugins beside the host and those given.</summary>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <param name="trust">What may be loaded; null for everything.</param>
    /// <exception cref="DirectoryNotFoundException">One of them doesn't exist.</exception>
    public static PluginLibrary Open(IEnumerable<string> paths, PluginLock? trust = null) => Open(paths, [], trust);

    /// <summary>Loads the plugins beside the host, those given, and those that a manifest names.</summary>
    /// <param name="paths">Folders and source files of <c>--plugins</c>.</param>
    /// <param name="stated">What the manifest names, as absolute paths; one that doesn't exist is refused in the set.</param>
    /// <param name="trust">What may be loaded; null for everything.</param>
    /// <exception cref="DirectoryNotFoundException">One of <paramref name="paths"/> doesn't exist.</exception>
    public static PluginLibrary Open(IEnumerable<string> paths, IEnumerable<PluginRoot> stated, PluginLock? trust)
    {
        var beside = Directory.Exists(PluginPlace.BesideHost) ? [PluginPlace.BesideHost] : Array.Empty<string>();
        var given = paths.Select(Require);
        return new PluginLibrary(
            [.. beside.Concat(given).Select(path => new PluginRoot(path)).Concat(stated).DistinctBy(root => root.Path)],
            trust
        );
    }

    /// <summary>The current plugins, held until the caller disposes them, whatever changes meanwhile.</summary>
    public PluginSet Lease()
    {
        lock (_exchanging)
        {
            return _current.Share();
        }
    }

    /// <summary>
    /// Whether a look at names, lengths and times, and every few seconds at the contents, shows that a <see cref="Refresh"/> is due. Takes about a millisecond.
    /// </summary>
    public bool HasChanged()
    {
        lock (_looking)
        {
            var now = _scan.Glance();
            return now.Count != _seen.Count
                || now.Zip(_seen).Any(pair => pair.First.Place != pair.Second.Place || pair.Second.DiffersFrom(pair.First))
                || (_sinceReading.Elapsed > _trust && HasOtherContent(now));
        }
    }

    /// <summary>Waits until <see cref="HasChanged"/>.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Whether there is a change; false when it was cancelled.</returns>
    public bool WaitForChange(CancellationToken cancellation)
    {
        while (!HasChanged())
        {
            if (cancellation.WaitHandle.WaitOne(PluginScan.BetweenLooks))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Looks at the content of every plugin and makes a new <see cref="Current"/> where it changed. What is being written is waited for: it has to
    /// stay the same over two looks.
    /// </summary>
    /// <param name="stop">Ends the waiting at once.</param>
    /// <returns>What changed; where nothing did, <see cref="Current"/> stays the same.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; all stays as it was.</exception>
    public PluginChange Refresh(CancellationToken stop = default)
    {
        lock (_looking)
        {
            var now = _scan.LookUntilStill(_seen, stop);
            if (PluginScan.IsSame(now, _seen))
            {
                _seen = [.. now.Zip(_seen, (look, seen) => seen with { Stamp = look.Stamp })];
                return PluginChange.Nothing;
            }

            var before = _seen.ToDictionary(seen => seen.Place);
            var settled = Settle(Consider(now, before));
            var change = PluginChange.Between(before, settled);
            Use(settled);
            return change;
        }
    }

    /// <summary>Lets go of the current plugins; leased sets stay.</summary>
    public void Dispose()
    {
        Current.Dispose();
        _shadows.Dispose();
    }

    private static string Require(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return !Directory.Exists(full) && PluginPath.Problem(full) is { } problem
            ? throw new DirectoryNotFoundException($"'{path}': {problem}")
            : full; // A folder may get its plugin later; until then it is refused.
    }

    private bool HasOtherContent(IReadOnlyList<SeenPlugin> now)
    {
        _sinceReading.Restart();
        var isOther = !PluginScan.IsSame([.. now.Select(look => look.Read())], _seen);
        _trust = TimeSpan.FromTicks(Math.Max(LeastTrust.Ticks, TrustPerReading * _sinceReading.Elapsed.Ticks));
        return isOther;
    }

    /// <summary>What to use of each plugin as it is now. One that was found before by another path, linked or copied, is not loaded twice.</summary>
    private SeenPlugin[] Consider(IReadOnlyList<SeenPlugin> looks, Dictionary<PluginPlace, SeenPlugin> before)
    {
        var considered = new List<SeenPlugin>();
        foreach (var look in looks)
        {
            considered.Add(look.SameAsOneOf(considered) ?? Consider(look, before.GetValueOrDefault(look.Place)));
        }

        return [.. considered];
    }

    /// <summary>What to use of a plugin as it is now.</summary>
    private SeenPlugin Consider(SeenPlugin now, SeenPlugin? before)
    {
        if (before is not null && now.Digest == before.Digest)
        {
            return before with { Stamp = now.Stamp };
        }

        if (before?.Plugin is { } old && now.Digest == old.Content.Digest)
        {
            return now with { Plugin = old };
        }

        var (taken, refusal) = Take(now.Place);
        if (taken is not null && now.Digest.Length > 0 && taken.Content.Digest != now.Digest)
        {
            taken.Discard();
            (taken, refusal) = (null, new RefusedPlugin(now.Place, "it is still being written"));
        }

        if (taken is not null)
        {
            taken.IsStated = now.StatedBy is not null;
            taken.Unloading += ReleasedBuilds.OfProcess.Add;
        }

        var digest = now.Digest.Length > 0 ? now.Digest : taken?.Content.Digest ?? now.Read().Digest;
        return now with { Digest = digest, Plugin = taken ?? before?.Plugin, Refusal = Complete(refusal, now, before?.Plugin) };
    }

    /// <summary>While plugins are in use, one that can't be copied is refused; at the beginning, without room for copies nothing works.</summary>
    private (LoadedPlugin? Plugin, RefusedPlugin? Refusal) Take(PluginPlace place)
    {
        try
        {
            return _intake.Take(place);
        }
        catch (TemporaryFolderException error) when (_isOpen)
        {
            return (null, new RefusedPlugin(place, error.Message));
        }
    }

    private static RefusedPlugin? Complete(RefusedPlugin? refusal, SeenPlugin look, LoadedPlugin? old) =>
        refusal is null ? null : refusal with { StatedBy = look.StatedBy, OldBuildStays = old is not null };

    /// <summary>Takes new builds back until no two plugins offer the same name.</summary>
    private SeenPlugin[] Settle(SeenPlugin[] plugins)
    {
        while (NameClash.Find(plugins.Select(seen => seen.Plugin).OfType<LoadedPlugin>().Distinct()) is { } clash)
        {
            var refused = _current.Plugins.Contains(clash.Second.Plugin) ? clash.First.Plugin : clash.Second.Plugin;
            plugins = [.. plugins.Select(seen => seen.Plugin == refused ? TakeBack(seen, clash.Reason(refused)) : seen)];
            refused.Discard();
        }

        return plugins;
    }

    private SeenPlugin TakeBack(SeenPlugin look, string reason)
    {
        var old = _seen.FirstOrDefault(seen => seen.Place == look.Place)?.Plugin;
        return look with { Plugin = old, Refusal = Complete(new RefusedPlugin(look.Place, reason), look, old) };
    }

    private void Use(IReadOnlyList<SeenPlugin> seen)
    {
        var refused = _roots.Select(root => root.Refusal()).Concat(seen.Select(one => one.Refusal)).OfType<RefusedPlugin>();
        var next = new PluginSet([.. _roots.Select(root => root.Path)], SeenPlugin.PluginsOf(seen), [.. refused]);
        _seen = seen;
        lock (_exchanging)
        {
            (_current, next) = (next, _current);
        }

        next.Dispose();
    }
}
