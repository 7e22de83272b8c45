using SparsePlugins.Architectures;
using SparsePlugins.Kernels;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Many updates of architectures beside relu and top-k: parameters, moments, buffers and results of the fused and of the eager step.</summary>
public sealed class FusedAgreementTests
{
    private const int Updates = 32;

    public static TheoryData<Problem, int> Problems =>
        OnAllLanes(new(Rows: 3, Width: 5, Features: 7, Bias: 0.5), new(Rows: 70, Width: 24, Features: 41, Bias: -0.5));

    public static TheoryData<Problem, int> OtherProblems =>
        OnAllLanes(
            new(Rows: 5, Width: 1, Features: 1),
            new(Rows: 33, Width: 18, Features: 30, Bias: -0.3),
            new(Rows: 50, Width: 31, Features: 9),
            new(Rows: 64, Width: 16, Features: 40, Bias: -2)
        );

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
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherProblems))]
    public void Batch_top_k_of_other_sizes(Problem problem, int lanes) => Batch_top_k(problem, lanes);

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

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherProblems))]
    public void Matryoshka_of_other_sizes(Problem problem, int lanes) => Matryoshka(problem, lanes);

    /// <summary>The decoder bias moves, so features fall silent, are dead after two batches, and come back.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void Auxiliary_loss_of_dead_features(Problem problem, int lanes) => AssertAuxiliaryLossAgrees(problem, lanes, 0);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Problems))]
    public void Auxiliary_loss_of_other_k(Problem problem, int lanes) => AssertAuxiliaryLossAgrees(problem, lanes, 1, problem.Features);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherProblems))]
    public void Auxiliary_loss_of_dead_features_of_other_sizes(Problem problem, int lanes) =>
        AssertAuxiliaryLossAgrees(problem, lanes, 0, 1, problem.Features);

    private static void AssertAuxiliaryLossAgrees(Problem problem, int lanes, params int[] ks)
    {
        foreach (var k in ks)
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
        foreach (var penalty in Enum.GetValues<JumpReluPenalty>())
        {
            AssertAgrees(problem, lanes, JumpRelu(penalty, decoderBias: false, threshold: 0.2));
            AssertAgrees(problem, lanes, JumpRelu(penalty, decoderBias: true, threshold: 0.003, gradientToInput: true));
        }
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherProblems))]
    public void Jump_relu_of_other_sizes(Problem problem, int lanes) => Jump_relu(problem, lanes);

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

    /// <summary>Fails unless both steps end with the same parameters, moments and buffers, and have the same results on the way.</summary>
    internal static void AssertAgrees(Problem problem, int lanes, TrainingSetup setup)
    {
        using var pair = new StepComparison(problem.Weights(), setup, lanes);
        for (ulong update = 0; update < Updates; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update));
            pair.Step(batch);
        }

        pair.AssertSame();
    }

    private static TheoryData<Problem, int> OnAllLanes(params Problem[] problems)
    {
        var data = new TheoryData<Problem, int>();
        foreach (var problem in problems)
        {
            foreach (var lanes in new[] { 4, 8, 16 })
            {
                data.Add(problem, lanes);
            }
        }

        return data;
    }

    /// <summary>Batch-top-k with a threshold that moves fast.</summary>
    internal static TrainingSetup BatchTopK(int k, bool decoderBias) =>
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
}
