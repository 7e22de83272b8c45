using SparsePlugins.Contracts;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>What every source owes. Inherit it, say how to make one, and add what is special about it.</summary>
/// <remarks>The source should be small: a finite split is read twice, row by row. No two of its rows may be equal, except rows of zeros.</remarks>
public abstract class SourceConformance : ComponentConformance
{
    private static readonly DataSplit[] Splits = Enum.GetValues<DataSplit>();

    /// <summary>A new source, always of the same data.</summary>
    protected abstract IActivationSource Create();

    /// <summary>B of the batches that are compared; any number that doesn't divide a finite split's rows is good.</summary>
    protected virtual int Rows => 37;

    /// <inheritdoc/>
    protected sealed override Type ComponentType => Create().GetType();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 7)]
    [InlineData(3, 64)]
    [InlineData(1000, 2)]
    public void Batches_have_the_shape_asked_for_and_finite_float32_values(long index, int rows)
    {
        using var stream = new OpenedSource(Create());
        foreach (var split in Splits)
        {
            using var batch = stream.Batch(split, index, rows);
            ReturnedShape.AssertIs($"batch {index} of {split}", batch, "[B, D]", rows, Create().ActivationDim);
            Assert.True(batch.device_type == CPU.type, $"the batch is on {batch.device_type}; make it on context.Device");
        }
    }

    [Fact]
    public void A_batch_depends_on_seed_split_number_and_rows_alone()
    {
        using var one = new OpenedSource(Create());
        using var other = new OpenedSource(Create());
        var asked = (from split in Splits from index in new[] { 0L, 1L, 4L } select (split, index)).ToList();
        var forwards = asked.Select(ask => one.Bytes(ask.split, ask.index, Rows)).ToArray();
        _ = other.Bytes(DataSplit.Training, 2, Rows + 1);
        var backwards = Enumerable.Reverse(asked).Select(ask => other.Bytes(ask.split, ask.index, Rows)).Reverse().ToArray();
        Conduct.AssertSame(forwards, backwards, "a batch depends on which batches were asked for before");
    }

    [Fact]
    public void How_much_of_the_context_was_used_changes_nothing()
    {
        using var fresh = new OpenedSource(Create());
        using var context = ToyProblem.Context();
        using var drawn = rand(10, generator: context.Random);
        using var stream = Create().Open(context);
        using var again = rand(10, generator: context.Random);
        using var batch = stream.Batch(DataSplit.Training, 1, Rows);
        Conduct.AssertSame(
            [fresh.Bytes(DataSplit.Training, 1, Rows)],
            [TensorAssertions.Bytes(batch)],
            "a batch depends on the state of context.Random; derive a seed for each batch, context.Seed.Derive(\"training/3\")"
        );
    }

    [Fact]
    public void Another_seed_gives_other_batches()
    {
        using var one = new OpenedSource(Create());
        using var other = new OpenedSource(Create(), seed: 8);
        foreach (var split in Splits)
            Assert.False(
                one.Bytes(split, 0, Rows).SequenceEqual(other.Bytes(split, 0, Rows)),
                $"another seed gives the same first batch of {split}; draw from context.Random or context.Seed.Derive(...)"
            );
    }

    [Fact]
    public void Splits_share_no_row_with_the_evaluation_data()
    {
        using var stream = new OpenedSource(Create());
        var evaluation = NotZero(stream, DataSplit.Evaluation).ToHashSet();
        foreach (var split in new[] { DataSplit.Training, DataSplit.Initialization })
        {
            var shared = NotZero(stream, split).Count(evaluation.Contains);
            Assert.True(shared == 0, $"{shared} rows of {split} are evaluation rows too; a metric would see what was trained on");
        }
    }

    [Fact]
    public void Batches_follow_each_other_without_a_gap_or_an_overlap()
    {
        using var stream = new OpenedSource(Create());
        foreach (var split in Splits)
        {
            var count = RowsToRead(stream, split);
            var rows = stream.Rows(split, 2 * count, Rows);
            var (first, second) = (rows[..(int)count], rows[(int)count..]);
            AssertDistinct(first, split);
            AssertDistinct(second, split);
            if (stream.RowCount(split) is not null)
                Assert.True(first.ToHashSet().SetEquals(second), $"{split} states {count} rows, but the next {count} are others");
        }
    }

    [Fact]
    public void A_stated_row_count_is_at_least_one()
    {
        using var stream = new OpenedSource(Create());
        Assert.All(Splits, split => Assert.True(stream.RowCount(split) is null or > 0, $"{split} states {stream.RowCount(split)} rows"));
    }

    [Fact]
    public void A_survey_counts_the_rows_that_the_stream_gives()
    {
        if (Create() is not ISurveyedSource surveyed)
            return;
        var survey = surveyed.Survey(progress: null, default);
        using var stream = new OpenedSource(Create());
        AssertCounted("TrainingRows", survey.TrainingRows, stream.RowCount(DataSplit.Training));
        AssertCounted("EvaluationRows", survey.EvaluationRows, stream.RowCount(DataSplit.Evaluation));
        AssertCounted("Rows", survey.Rows, survey.TrainingRows + survey.EvaluationRows);
        Assert.True(
            survey.DistinctRows >= 1 && survey.DistinctRows <= survey.Rows,
            $"a survey finds {survey.DistinctRows} different rows of {survey.Rows}"
        );
        Assert.True(
            survey.Faults.Count == 0,
            $"a survey finds a fault in the data that batches are given from: {survey.Faults.FirstOrDefault()}"
        );
        Assert.ThrowsAny<OperationCanceledException>(() => surveyed.Survey(progress: null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_true_features_have_length_one_and_their_probabilities_are_probabilities()
    {
        using var scope = NewDisposeScope();
        if (Reveal(7) is not { } truth)
            return;
        var count = truth.Features.shape[0];
        ReturnedShape.AssertIs("Features", truth.Features, "[G, D]", count, Create().ActivationDim);
        ReturnedShape.AssertIs("FiringProbabilities", truth.FiringProbabilities, "[G]", count);
        ReturnedShape.AssertUnitRows("Features", truth.Features);
        Assert.All(TensorAssertions.Numbers(truth.FiringProbabilities), probability => Assert.InRange(probability, 0, 1));
    }

    [Fact]
    public void The_truth_is_fixed_by_the_seed()
    {
        using var scope = NewDisposeScope();
        if (Reveal(7) is not { } truth)
            return;
        Conduct.AssertSame(Bytes(truth), Bytes(Reveal(7)!), "the truth of one seed differs between two calls");
        Assert.False(
            Bytes(truth)[0].SequenceEqual(Bytes(Reveal(8)!)[0]),
            "another seed reveals the same features; draw them from the context"
        );
    }

    [Fact]
    public void Batches_share_no_memory()
    {
        using var stream = new OpenedSource(Create());
        Conduct.OwnsItsResults([], () => [stream.Batch(DataSplit.Training, 0, Rows), stream.Batch(DataSplit.Training, 0, Rows)]);
    }

    [Fact]
    public void Nothing_outlives_the_stream_but_its_batches()
    {
        using var scope = NewDisposeScope();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var stream = new OpenedSource(Create()))
        {
            foreach (var split in Splits)
                stream.Batch(split, 0, Rows).Dispose();
        }

        var left = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before;
        Assert.True(
            left == 0,
            $"{left} tensors outlive a stream and its batches, all of them disposed; dispose what a call makes besides its result"
        );
    }

    [Fact]
    public void No_call_leaves_a_dispose_scope_open() =>
        Conduct.LeavesNothingBehind(() =>
        {
            using var stream = new OpenedSource(Create());
            _ = stream.Batch(DataSplit.Training, 0, Rows);
            _ = Reveal(7);
        });

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        using var context = ToyProblem.Context();
        var stream = Create().Open(context);
        stream.Dispose();
        stream.Dispose();
    }

    [Fact]
    public void Global_randomness_is_neither_read_nor_advanced() =>
        Conduct.UsesNoGlobalRandomness(() =>
        {
            using var stream = new OpenedSource(Create());
            return [.. Splits.Select(split => stream.Bytes(split, 0, Rows)), .. Reveal(7) is { } truth ? Bytes(truth) : []];
        });

    private static void AssertCounted(string name, long counted, long? given) =>
        Assert.True(counted == given, $"a survey counts {counted} {name}, the stream gives {(given is null ? "endless ones" : given)}");

    private GroundTruth? Reveal(ulong seed)
    {
        using var context = ToyProblem.Context(seed);
        return (Create() as IGroundTruth)?.Reveal(context);
    }

    // All rows of a finite split; of an endless one, a few batches.
    private long RowsToRead(OpenedSource stream, DataSplit split) => stream.RowCount(split) ?? 8 * Rows;

    private IEnumerable<string> NotZero(OpenedSource stream, DataSplit split) =>
        stream.Rows(split, RowsToRead(stream, split), Rows).Where(IsNotZero);

    private static bool IsNotZero(string row) => row.Trim('0').Length > 0;

    private static void AssertDistinct(IReadOnlyList<string> rows, DataSplit split)
    {
        var repeated = rows.Where(IsNotZero).CountBy(row => row).Count(row => row.Value > 1);
        Assert.True(repeated == 0, $"{repeated} rows of {split} come more than once before the split starts over");
    }

    private static byte[][] Bytes(GroundTruth truth) =>
        [TensorAssertions.Bytes(truth.Features), TensorAssertions.Bytes(truth.FiringProbabilities)];
}
