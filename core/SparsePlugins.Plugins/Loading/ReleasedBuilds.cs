using System.Globalization;

namespace SparsePlugins.Plugins;

/// <summary>Watches whether builds that were replaced leave the memory.</summary>
public sealed class ReleasedBuilds
{
    private const string Unknown = "a thread or timer that still runs, an event of the host or of .NET, or a cache of .NET";
    private const double Megabyte = 1 << 20;

    /// <summary>Those of all plugins that this process ever loaded.</summary>
    public static readonly ReleasedBuilds OfProcess = new();

    private readonly List<ReleasedBuild> _builds = [];
    private readonly HashSet<string> _reported = [];

    /// <summary>Notes a build that no set of plugins holds any more.</summary>
    /// <param name="build">The build.</param>
    public void Add(ReleasedBuild build)
    {
        lock (_builds)
        {
            _builds.Add(build);
        }
    }

    /// <summary>Collects garbage and names, once for each plugin, what can't be unloaded.</summary>
    /// <remarks>The build that was released last may still be on its way out, so one is reported when a later one was released, too.</remarks>
    public IReadOnlyList<string> Report()
    {
        lock (_builds)
        {
            if (_builds.Count == 0)
            {
                return [];
            }

            Collect();
            var latest = _builds.GroupBy(build => build.Plugin).Select(builds => builds.Last()).ToHashSet();
            _builds.RemoveAll(build => !build.Context.IsAlive && !latest.Contains(build));
            return
            [
                .. _builds
                    .Except(latest)
                    .GroupBy(build => build.Plugin)
                    .Where(builds => _reported.Add(builds.Key))
                    .Select(builds => Sentence(builds.Key, builds.Last().Suspects)),
            ];
        }
    }

    private static void Collect()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static string Sentence(string plugin, IReadOnlyList<string> suspects) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"an old build of {plugin} can't be unloaded: something still refers to it, such as {(suspects.Count > 0 ? string.Join(", or ", suspects) : Unknown)}; each edit adds a build with what it keeps in static fields (this process has {Environment.WorkingSet / Megabyte:F0} MB now), and starting watch again frees them"
        );
}
