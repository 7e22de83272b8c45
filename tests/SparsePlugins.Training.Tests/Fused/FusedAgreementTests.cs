using SparsePlugins.Architectures;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Many updates of architectures beside relu and top-k: parameters, moments, buffers and results of the fused and of the eager step.</summary>
public sealed class FusedAgreementTests
{
    private const int Updates = 32;

    public static TheoryData<Problem, int> Problems()
    {
        var data = new TheoryData<Problem, int>();
        Problem[] problems =
        [
            new(Rows: 5, Width: 1, Features: 1),
            new(Rows: 3, Width: 5, Features: 7, Bias: 0.5),
            new(Rows: 33, Width: 18, Features: 30, Bias: -0.3),
            new(Rows: 50, Width: 31, Features: 9),
            new(Rows: 64, Width: 16, Features: 40, Bias: -2),
            new(Rows: 70, Width: 24, Features: 41, Bias: -0.5),
        ];
        foreach (var problem in problems)
        {
            foreach (var lanes in new[] { 4, 8, 16 })
            {
                data.Add(problem, lanes);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Batch_top_k(Problem problem, int lanes)
    {
        foreach (var k in new[] { 1, 6, problem.Features })
        {
            AssertAgrees(problem, lanes, BatchTopK(Math.Min(k, problem.Features), decoderBias: k == 6));
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Matryoshka(Problem problem, int lanes)
    {
        foreach (var prefixes in new double[][] { [], [0.5], [0.01, 0.0625, 0.3, 0.31, 0.5, 0.99] })
        {
            var options = new MatryoshkaOptions
            {
                K = Math.Min(4, problem.Features),
                Prefixes = prefixes,
                DecoderBias = prefixes.Length != 1,
            };
            AssertAgrees(problem, lanes, new(L1: 0, LearningRate: 1e-3) { Other = new MatryoshkaArchitecture(options) });
        }
    }

    /// <summary>The decoder bias moves, so features fall silent, are dead after two batches, and come back.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Auxiliary_loss_of_dead_features(Problem problem, int lanes)
    {
        foreach (var k in new[] { 0, 1, problem.Features })
        {
            var options = new MatryoshkaOptions
            {
                K = 1,
                DecoderBias = k != 1,
                AuxDeadAfter = 2 * problem.Rows,
                AuxAlpha = 0.7,
                AuxK = k,
            };
            TrainingSetup setup = new(L1: 0, LearningRate: 1e-3);
            AssertAgrees(problem, lanes, setup with { Other = new MatryoshkaArchitecture(options) });
            AssertAgrees(
                problem,
                lanes,
                setup with
                {
                    Other = new TopKArchitecture(
                        new()
                        {
                            K = 1,
                            L1 = 0.1,
                            AuxDeadAfter = problem.Rows,
                            AuxK = k,
                        }
                    ),
                }
            );
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Jump_relu(Problem problem, int lanes)
    {
        foreach (var penalty in new[] { JumpReluPenalty.Step, JumpReluPenalty.Quadratic })
        {
            AssertAgrees(problem, lanes, JumpRelu(penalty, decoderBias: false, threshold: 0.2));
            AssertAgrees(problem, lanes, JumpRelu(penalty, decoderBias: true, threshold: 0.003, gradientToInput: true));
        }
    }

    [Fact]
    public void Jump_relu_with_a_sparsity_that_changes()
    {
        var problem = new Problem(Rows: 40, Width: 12, Features: 20);
        using var pair = new StepComparison(problem.Weights(), JumpRelu(JumpReluPenalty.Step, decoderBias: true, 0.1, true), mostLanes: 16);
        using var batch = new TrainingBatch(problem.Batch());
        foreach (var sparsity in new[] { 0, 0.25, 0.5, 1 })
        {
            pair.Step(batch, new UpdatePace(1 - (sparsity / 2), sparsity));
        }

        pair.AssertSame();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Batch_top_k_of_more_codes_than_its_list_holds(int lanes) =>
        AssertAgrees(new Problem(Rows: 300, Width: 12, Features: 200), lanes, BatchTopK(12, decoderBias: true));

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
            using var pair = new StepComparison(weights, BatchTopK(k, decoderBias: false), lanes);
            using var batch = new TrainingBatch(Repeated(problem.Batch(), 5));
            pair.Step(batch);
            pair.AssertSame();
        }
    }

    /// <summary>Codes that shrink at once are fewer than the bound of the batch before lets through.</summary>
    [Fact]
    public void Batch_top_k_of_batches_of_other_scales_and_sizes()
    {
        var problem = new Problem(Rows: 300, Width: 12, Features: 40);
        using var pair = new StepComparison(problem.Weights(), BatchTopK(10, decoderBias: true), mostLanes: 16);
        foreach (var (rows, scale) in new[] { (300, 1f), (300, 0.1f), (300, 0.1f), (290, 3f), (300, 1e-3f), (7, 1f), (300, 1f) })
        {
            using var batch = new TrainingBatch((problem with { Rows = rows }).Batch().mul(scale));
            pair.Step(batch);
        }

        pair.AssertSame();
    }

    [Fact]
    public void Resumed_updates_are_those_of_a_step_that_never_stopped()
    {
        var (problem, setup) = (new Problem(Rows: 300, Width: 12, Features: 40), BatchTopK(10, decoderBias: true));
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

    private static void AssertAgrees(Problem problem, int lanes, TrainingSetup setup)
    {
        using var pair = new StepComparison(problem.Weights(), setup, lanes);
        for (ulong update = 0; update < Updates; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update));
            pair.Step(batch);
        }

        pair.AssertSame();
    }

    private static TrainingSetup BatchTopK(int k, bool decoderBias) =>
        new(L1: 0, LearningRate: 1e-3)
        {
            Other = new BatchTopKArchitecture(
                new()
                {
                    K = k,
                    DecoderBias = decoderBias,
                    ThresholdRate = 0.1,
                }
            ),
        };

    private static TrainingSetup JumpRelu(JumpReluPenalty penalty, bool decoderBias, double threshold, bool gradientToInput = false) =>
        new(L1: 0, LearningRate: 1e-3)
        {
            Other = new JumpReluArchitecture(
                new()
                {
                    Penalty = penalty,
                    Sparsity = 0.2,
                    TargetL0 = 3,
                    Threshold = threshold,
                    Bandwidth = 0.5,
                    GradientToInput = gradientToInput,
                    DecoderBias = decoderBias,
                }
            ),
        };

    /// <summary>Rounded, and the first few again and again.</summary>
    private static Tensor Repeated(Tensor rows, int different) =>
        (rows * 4).round().index_select(0, arange(rows.shape[0], dtype: ScalarType.Int64).remainder(different));
}
