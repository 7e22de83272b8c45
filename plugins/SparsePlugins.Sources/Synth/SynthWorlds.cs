using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>The last models that were made: making the published one takes half a minute, and samples and truth need the same.</summary>
internal static class SynthWorlds
{
    private const int Most = 4; // The published model has 52 MB.

    private static readonly List<(SynthSaeBenchOptions Options, RandomSeed Seed, Lazy<SynthWorld> World)> Made = [];

    /// <summary>The model of some options and a seed of the experiment.</summary>
    public static SynthWorld Of(SynthSaeBenchOptions options, ComponentContext context)
    {
        var seed = options.WorldSeed == 0 ? context.Seed.Derive("truth") : new RandomSeed((ulong)options.WorldSeed);
        while (true)
        {
            var world = Find(options, seed, context.Cancellation);
            try
            {
                return world.Value;
            }
            catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
            {
                Forget(world); // Whoever began to make it was stopped; this call was not.
            }
            catch
            {
                Forget(world); // It would throw forever.
                throw;
            }
        }
    }

    private static Lazy<SynthWorld> Find(SynthSaeBenchOptions options, RandomSeed seed, CancellationToken cancellation)
    {
        lock (Made)
        {
            var at = Made.FindIndex(one => Same(one.Options, options) && one.Seed == seed);
            var found = at >= 0 ? Made[at] : (options, seed, new Lazy<SynthWorld>(() => Make(options, seed, cancellation)));
            if (at >= 0)
            {
                Made.RemoveAt(at);
            }
            else if (Made.Count == Most)
            {
                Made.RemoveAt(0);
            }

            Made.Add(found);
            return found.Item3;
        }
    }

    private static SynthWorld Make(SynthSaeBenchOptions options, RandomSeed seed, CancellationToken cancellation) =>
        options.Instance.Count == 0
            ? new SynthWorld(options, seed, cancellation)
            : new SynthWorld(options, SynthInstance.Read(options.Instance), seed);

    private static bool Same(SynthSaeBenchOptions one, SynthSaeBenchOptions other) =>
        one.Instance.SequenceEqual(other.Instance) && one with { Instance = other.Instance } == other;

    private static void Forget(Lazy<SynthWorld> world)
    {
        lock (Made)
        {
            Made.RemoveAll(one => one.World == world);
        }
    }
}
