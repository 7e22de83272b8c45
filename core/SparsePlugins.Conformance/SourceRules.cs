using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of sources.</summary>
public static class SourceRules
{
    /// <summary>The rules, those of every component first.</summary>
    public static IReadOnlyList<Rule<CheckedSource>> All { get; } =
    [
        .. ComponentRules.Of<CheckedSource>(),
        new("Batches have the shape asked for and finite float32 values", BatchRules.BatchesFit),
        new("A batch depends on seed split number and rows alone", BatchRules.OrderDoesNotMatter),
        new("How much of the context was used changes nothing", BatchRules.ContextDoesNotMatter),
        new("Another seed gives other batches", BatchRules.SeedMatters),
        new("Splits share no row with the evaluation data", RowRules.SplitsAreDisjoint),
        new("Batches follow each other without a gap or an overlap", RowRules.BatchesFollowEachOther),
        new("A stated row count is at least one", RowRules.RowCountIsPositive),
        new("A survey counts the rows that the stream gives", RowRules.SurveyCountsTheRows),
        new("The true features have length one and their probabilities are probabilities", TruthRules.TruthFits),
        new("The truth is fixed by the seed", TruthRules.SeedFixesTheTruth),
        new("What fires is said of every row, and as often as is stated", FiringRules.FiringFits),
        new("Parents are features, and no feature is its own ancestor", FiringRules.ParentsFit),
        new("Batches share no memory", BatchesShareNoMemory),
        new("No tensor outlives the stream except its batches", NothingOutlivesTheStream),
        new("No call leaves a dispose scope open", NoScopeStaysOpen),
        new("Disposing twice is harmless", DisposingTwiceIsHarmless),
        new("Global randomness is neither read nor advanced", NoGlobalRandomness),
    ];

    private static void BatchesShareNoMemory(CheckedSource it)
    {
        using var stream = it.Open();
        Conduct.OwnsItsResults([], () => [stream.Batch(DataSplit.Training, 0, it.Rows), stream.Batch(DataSplit.Training, 0, it.Rows)]);
    }

    private static void NothingOutlivesTheStream(CheckedSource it)
    {
        using var scope = NewDisposeScope();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var stream = it.Open())
        {
            foreach (var split in CheckedSource.Splits)
            {
                stream.Batch(split, 0, it.Rows).Dispose();
            }
        }

        var left = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before;
        Require.That(
            left == 0,
            $"{left} tensors outlive a stream and its batches, all of them disposed; dispose what a call makes besides its result"
        );
    }

    private static void NoScopeStaysOpen(CheckedSource it) =>
        Conduct.LeavesNothingBehind(() =>
        {
            using var stream = it.Open();
            _ = stream.Batch(DataSplit.Training, 0, it.Rows);
            _ = it.Reveal(7);
        });

    private static void DisposingTwiceIsHarmless(CheckedSource it)
    {
        using var context = ToyProblem.Context();
        var stream = it.Create().Open(context);
        stream.Dispose();
        stream.Dispose();
    }

    private static void NoGlobalRandomness(CheckedSource it) =>
        Conduct.UsesNoGlobalRandomness(() =>
        {
            using var stream = it.Open();
            return
            [
                .. CheckedSource.Splits.Select(split => stream.Bytes(split, 0, it.Rows)),
                .. it.Reveal(7) is { } truth ? TruthRules.Bytes(truth) : [],
            ];
        });
}
