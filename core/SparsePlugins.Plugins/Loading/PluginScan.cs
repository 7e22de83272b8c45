using System.Diagnostics;

namespace SparsePlugins.Plugins;

/// <summary>Looks at the files of plugins.</summary>
/// <param name="roots">Where plugins are looked for.</param>
internal sealed class PluginScan(IReadOnlyList<PluginRoot> roots)
{
    /// <summary>Pause between two looks.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LooksUntilGone = 10;

    /// <summary>Looks at every plugin without reading it.</summary>
    public IReadOnlyList<SeenPlugin> Glance() =>
        [.. roots.SelectMany(root => root.Find().Select(place => SeenPlugin.Glance(place, root.StatedBy))).DistinctBy(look => look.Place)];

    /// <summary>Reads every plugin until nothing changes any more: what is being written is waited for.</summary>
    /// <param name="seen">The look before.</param>
    /// <param name="stop">Ends the waiting at once.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<SeenPlugin> LookUntilStill(IReadOnlyList<SeenPlugin> seen, CancellationToken stop)
    {
        var look = Read();
        var waiting = Stopwatch.StartNew();
        for (var still = IsSame(look, seen) ? LooksUntilGone : 0; still < Needed(look, seen) && waiting.Elapsed < Patience; )
        {
            stop.WaitHandle.WaitOne(BetweenLooks);
            stop.ThrowIfCancellationRequested();
            var again = Read();
            still = IsSame(look, again) ? still + 1 : 0;
            look = again;
        }

        return look;
    }

    /// <summary>What is gone may be about to be copied again, so it is watched for longer.</summary>
    private static int Needed(IReadOnlyList<SeenPlugin> look, IReadOnlyList<SeenPlugin> seen) =>
        seen.Where(one => one.Plugin is not null).All(one => look.Any(now => now.Place == one.Place && now.IsThere)) ? 1 : LooksUntilGone;

    private IReadOnlyList<SeenPlugin> Read() => [.. Glance().Select(look => look.Read())];

    /// <summary>Whether two looks found the same contents in the same places.</summary>
    public static bool IsSame(IReadOnlyList<SeenPlugin> left, IReadOnlyList<SeenPlugin> right) =>
        left.Select(look => (look.Place, look.Digest)).SequenceEqual(right.Select(look => (look.Place, look.Digest)));
}
