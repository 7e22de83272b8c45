using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of what a batch is, and of what it depends on.</summary>
internal static class BatchRules
{
    private static readonly (long Index, int Rows)[] Asked = [(0, 1), (0, 7), (3, 64), (1000, 2)];

    internal static void BatchesFit(CheckedSource it)
    {
        foreach (var (index, rows) in Asked)
        {
            using var stream = it.Open();
            foreach (var split in CheckedSource.Splits)
            {
                using var batch = stream.Batch(split, index, rows);
                ReturnedShape.AssertIs($"batch {index} of {split}", batch, "[B, D]", rows, it.Create().ActivationDim);
                Require.That(batch.device_type == CPU.type, $"the batch is on {batch.device_type}; make it on context.Device");
            }
        }
    }

    internal static void OrderDoesNotMatter(CheckedSource it)
    {
        using var one = it.Open();
        using var other = it.Open();
        var asked = (from split in CheckedSource.Splits from index in new[] { 0L, 1L, 4L } select (split, index)).ToList();
        var forwards = asked.Select(ask => one.Bytes(ask.split, ask.index, it.Rows)).ToArray();
        _ = other.Bytes(DataSplit.Training, 2, it.Rows + 1);
        var backwards = Enumerable.Reverse(asked).Select(ask => other.Bytes(ask.split, ask.index, it.Rows)).Reverse().ToArray();
        Conduct.AssertSame(forwards, backwards, "a batch depends on which batches were asked for before");
    }

    internal static void ContextDoesNotMatter(CheckedSource it)
    {
        using var fresh = it.Open();
        using var context = ToyProblem.Context();
        using var drawn = rand(10, generator: context.Random);
        using var stream = it.Create().Open(context);
        using var again = rand(10, generator: context.Random);
        using var batch = stream.Batch(DataSplit.Training, 1, it.Rows);
        Conduct.AssertSame(
            [fresh.Bytes(DataSplit.Training, 1, it.Rows)],
            [TensorAssertions.Bytes(batch)],
            "a batch depends on the state of context.Random; derive a seed for each batch, context.Seed.Derive(\"training/3\")"
        );
    }

    internal static void SeedMatters(CheckedSource it)
    {
        using var one = it.Open();
        using var other = it.Open(seed: 8);
        foreach (var split in CheckedSource.Splits)
        {
            Require.That(
                !one.Bytes(split, 0, it.Rows).SequenceEqual(other.Bytes(split, 0, it.Rows)),
                $"another seed gives the same first batch of {split}; draw from context.Random or context.Seed.Derive(...)"
            );
        }
    }
}
