namespace SparsePlugins.Execution;

/// <summary>The runs of a cohort in groups that make their updates together.</summary>
internal sealed class RunGroups : IDisposable
{
    /// <summary>Codes B F of the members of a stack together: half a GiB for each tensor of them, of which an update has several.</summary>
    private const long MostCodes = 1L << 27;

    private readonly IReadOnlyList<RunGroup> _groups;

    private RunGroups(IReadOnlyList<RunGroup> groups) => _groups = groups;

    /// <summary>Those that are left, in the order of their first runs.</summary>
    public IEnumerable<RunGroup> Training => _groups.Where(group => group.Training.Count > 0);

    /// <summary>Stacks of equal runs, as large as memory allows, and every other run alone.</summary>
    public static RunGroups Create(IEnumerable<ActiveRun> runs) =>
        new([
            .. runs.GroupBy(KeyOf)
                .SelectMany(equal => equal.Chunk(equal.First().Member is null ? 1 : Most(equal.First())))
                .Select(chunk => new RunGroup(chunk)),
        ]);

    /// <summary>Frees their stacks; the runs keep what they learned.</summary>
    public void Dispose()
    {
        foreach (var group in _groups)
        {
            group.Dispose();
        }
    }

    /// <summary>What runs of a stack have in common; that of a run without one is its own.</summary>
    private static object KeyOf(ActiveRun run) =>
        run.Member is { } member ? (member.Key, run.Updates, run.Spec.Training.KFrom, run.Spec.Training.KDecrease) : run.Id;

    private static int Most(ActiveRun run) =>
        (int)Math.Clamp(MostCodes / ((long)run.Spec.Training.Batch * run.Spec.Autoencoder.Features), 1, int.MaxValue);
}
