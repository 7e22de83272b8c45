namespace SparsePlugins.Execution;

/// <summary>The runs of a cohort, or of several, in groups that make their updates together.</summary>
/// <param name="runs">All that are left.</param>
internal sealed class RunGroups(IReadOnlyList<ActiveRun> runs) : IDisposable
{
    /// <summary>Most elements of the codes [N, B, F], and of a parameter [N, F, D], of a stack: a tensor of them has half a GiB, and an update makes several of each.</summary>
    private const long MostElements = 1L << 27;

    private List<RunGroup> _groups = Form(runs);

    /// <summary>Those that are left, in the order of their first runs.</summary>
    public IReadOnlyList<RunGroup> Remaining => _groups.FindAll(group => group.Remaining.Count > 0);

    /// <summary>Puts runs into one stack that were resumed at different updates and are level now.</summary>
    public void Merge()
    {
        var left = _groups.SelectMany(group => group.Remaining).ToArray();
        if (_groups.Count > 1 && left.All(run => run.Member is not null) && Form(left) is var formed && formed.Count < Remaining.Count)
        {
            Dispose();
            _groups = formed;
        }
    }

    /// <summary>Frees their stacks; the runs keep what they learned.</summary>
    public void Dispose() => _groups.ForEach(group => group.Dispose());

    /// <summary>Stacks of equal runs, as large as <see cref="MostElements"/> allows, and every other run alone.</summary>
    private static List<RunGroup> Form(IEnumerable<ActiveRun> runs) =>
        [
            .. runs.GroupBy(KeyOf)
                .SelectMany(equal => equal.Chunk(equal.First().Member is null ? 1 : Most(equal.First())))
                .Select(chunk => new RunGroup(chunk)),
        ];

    /// <summary>What runs of a stack have in common; that of a run without one is its own.</summary>
    private static object KeyOf(ActiveRun run) =>
        run.Member is { } member
            ? (member.Key, run.Updates, run.Spec.Training.Batch, run.Spec.Training.KFrom, run.Spec.Training.KDecrease)
            : run.Id;

    /// <summary>How many runs a stack may have.</summary>
    /// <param name="features">F.</param>
    /// <param name="batch">B.</param>
    /// <param name="width">D.</param>
    public static int Most(int features, int batch, int width) =>
        (int)Math.Clamp(MostElements / ((long)features * Math.Max(batch, width)), 1, int.MaxValue);

    private static int Most(ActiveRun run) => Most(run.Spec.Autoencoder.Features, run.Spec.Training.Batch, run.Data.ActivationDim);
}
