using SparsePlugins.Architectures;
using SparsePlugins.Kernels;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Updates that keep more codes than the architecture does, and fewer and fewer of them.</summary>
public sealed class FallingKTests
{
    private static readonly Problem Problem = new(Rows: 70, Width: 24, Features: 41);

    private static readonly int?[] Falling = [41, 41, 30, 17, 9, 5, null, null, 12, null];

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void The_fused_and_the_eager_step_agree(int lanes)
    {
        var batch = new BatchTopKOptions { K = 4, DecoderBias = true };
        var matryoshka = new MatryoshkaOptions
        {
            K = 4,
            AuxDeadAfter = 2 * Problem.Rows,
            AuxK = 3,
        };
        AssertAgree(lanes, new(L1: 0.1, DecoderBias: true, TopK: 4));
        AssertAgree(lanes, new(L1: 0) { Other = new BatchTopKArchitecture(batch) });
        AssertAgree(lanes, new(L1: 0) { Other = new MatryoshkaArchitecture(matryoshka) });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_keeps_as_many_codes_as_the_update_says(bool fused)
    {
        var setup = new TrainingSetup(L1: 0, TopK: 2);
        var positive = Problem with { Bias = 9 }; // Every code is positive.
        using var state = setup.CreateState(positive.Weights());
        using ITrainingStep step = fused ? setup.CreateFused(state) : setup.CreateEager(state);
        using var batch = new TrainingBatch(positive.Batch());

        foreach (var k in new int?[] { 40, 7, 3, null })
        {
            using var firings = step.Step(batch, UpdatePace.Full with { K = k }).Firings.sum();
            Assert.Equal(Problem.Rows * (k ?? 2), firings.item<long>());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_architecture_that_keeps_no_number_of_codes_refuses_one(bool fused)
    {
        var setup = new TrainingSetup(L1: 0.1);
        using var state = setup.CreateState(Problem.Weights());
        using ITrainingStep step = fused ? setup.CreateFused(state) : setup.CreateEager(state);
        using var batch = new TrainingBatch(Problem.Batch());

        var error = Assert.Throws<ArgumentException>(() => step.Step(batch, UpdatePace.Full with { K = 3 }));
        Assert.Contains("keeps no number of codes", error.Message, StringComparison.Ordinal);
    }

    private static void AssertAgree(int lanes, TrainingSetup setup)
    {
        using var pair = new StepComparison(Problem.Weights(), setup with { LearningRate = 1e-3 }, lanes);
        foreach (var (update, k) in Falling.Index())
        {
            using var batch = new TrainingBatch(Problem.Batch((ulong)update));
            pair.Step(batch, UpdatePace.Full with { K = k });
        }

        pair.AssertSame();
    }
}
