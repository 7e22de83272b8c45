using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>What the lists of batch-top-k and top-k have to stand: many codes, equal ones, and batches that differ from the one before.</summary>
public sealed class BatchTopKTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Batch_top_k_of_more_codes_than_its_list_holds(int lanes) =>
        FusedAgreementTests.AssertAgrees(
            new Problem(Rows: 300, Width: 12, Features: 200),
            lanes,
            FusedAgreementTests.BatchTopK(12, decoderBias: true)
        );

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Of_equal_codes_batch_top_k_keeps_that_of_the_earlier_sample_then_of_the_lower_feature(int lanes)
    {
        // Small integers, so that equal codes are equal in both steps: of 40 samples there are 5 different ones, of 30 features 6.
        var problem = new Problem(Rows: 40, Width: 8, Features: 30);
        var weights = problem.Weights();
        weights = weights with { EncoderWeight = Repeated(weights.EncoderWeight, 6), EncoderBias = zeros(30) };
        foreach (var k in new[] { 1, 2, 5, 11, 29 })
        {
            using var pair = new StepComparison(weights, FusedAgreementTests.BatchTopK(k, decoderBias: false), lanes);
            using var batch = new TrainingBatch(Repeated(problem.Batch(), 5));
            pair.Step(batch);
            pair.AssertSame();
        }
    }

    /// <summary>Codes that shrink at once are fewer than the bound of the batch before lets through.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_of_other_scales_and_sizes(bool perBatch)
    {
        // With a bias of 1 every sample has ten codes at the scale of 1, and the codes of a scale of 0.001 are all close to 1.
        var problem = new Problem(Rows: 300, Width: 12, Features: 40) { Bias = perBatch ? 0 : 1 };
        using var pair = new StepComparison(problem.Weights(), TopKOf(10, perBatch), mostLanes: 16);
        foreach (var (rows, scale) in new[] { (300, 1f), (300, 0.1f), (300, 0.1f), (290, 3f), (300, 1e-3f), (7, 1f), (300, 1f) })
        {
            using var batch = new TrainingBatch((problem with { Rows = rows }).Batch().mul(scale));
            pair.Step(batch);
        }

        pair.AssertSame();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resumed_updates_are_those_of_a_step_that_never_stopped(bool perBatch)
    {
        var (problem, setup) = (new Problem(Rows: 300, Width: 12, Features: 40) { Bias = perBatch ? 0 : 1 }, TopKOf(10, perBatch));
        using var state = setup.CreateState(problem.Weights());
        using var resumed = setup.CreateState(problem.Weights());
        using var step = setup.CreateFused(state);
        for (ulong update = 0; update < 6; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update));
            using var renewed = setup.CreateFused(resumed);
            Assert.Equal(step.Step(batch).Loss, renewed.Step(batch).Loss);
        }

        foreach (var (kept, other) in state.State.Zip(resumed.State))
        {
            Assert.Equal(kept.Value.bytes.ToArray(), other.Value.bytes.ToArray());
        }
    }

    private static TrainingSetup TopKOf(int k, bool perBatch) =>
        perBatch ? FusedAgreementTests.BatchTopK(k, decoderBias: true) : new(L1: 0, TopK: k, DecoderBias: true);

    /// <summary>Rounded, and the first few again and again.</summary>
    private static Tensor Repeated(Tensor rows, int different) =>
        (rows * 4).round().index_select(0, arange(rows.shape[0], dtype: ScalarType.Int64).remainder(different));
}
