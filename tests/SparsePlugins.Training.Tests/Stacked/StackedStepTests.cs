using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Training.Tests.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Stacked;

/// <summary>Several autoencoders at once are what each would be alone.</summary>
public sealed class StackedStepTests : IDisposable
{
    private static readonly Problem Problem = new(Rows: 40, Width: 8, Features: 24, Bias: -0.5);

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public static TheoryData<TrainingSetup> EveryForm() =>
        [
            new(L1: 0.06),
            new(L1: 0.06, DecoderBias: true),
            new(L1: 0.01, DecoderBias: true, TopK: 3),
            new(L1: 0.01, TopK: 3, AuxDeadAfter: 60, AuxAlpha: 0.5),
            new(L1: 0, TopK: 24),
            new TrainingSetup(L1: 0) with
            {
                Average = 0.8,
                Other = new BatchTopKArchitecture(new() { K = 3, DecoderBias = true }),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new BatchTopKArchitecture(
                    new()
                    {
                        K = 2,
                        AuxDeadAfter = 60,
                        AuxK = 2,
                        AuxAlpha = 1,
                    }
                ),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new MatryoshkaArchitecture(
                    new()
                    {
                        K = 3,
                        DecoderBias = true,
                        AuxDeadAfter = 60,
                    }
                ),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new MatryoshkaArchitecture(new() { K = 3 }),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new JumpReluArchitecture(
                    new()
                    {
                        Bandwidth = 1,
                        Threshold = 0.1,
                        Sparsity = 0.3,
                        DecoderBias = true,
                    }
                ),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new JumpReluArchitecture(
                    new()
                    {
                        Bandwidth = 1,
                        Sparsity = 0.3,
                        GradientToInput = true,
                    }
                ),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new JumpReluArchitecture(new() { Bandwidth = 1, Penalty = JumpReluPenalty.Tanh }),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new JumpReluArchitecture(
                    new()
                    {
                        Bandwidth = 1,
                        Penalty = JumpReluPenalty.Quadratic,
                        TargetL0 = 4,
                    }
                ),
            },
        ];

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Every_form_agrees_with_the_eager_step(TrainingSetup setup)
    {
        using var comparison = new StackComparison(Problem, [.. Enumerable.Repeat((setup, setup.Adam), 3)]);
        comparison.Step(30);
        comparison.AssertSame();
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0, 0.1)]
    [InlineData(0.05, 0.1)]
    public void Each_has_its_own_learning_rate_penalty_pace_and_clipped_gradient(double clip, double decay)
    {
        TrainingSetup[] setups = [new(L1: 0.06), new(L1: 0.5, LearningRate: 0.01), new(L1: 0.02, LearningRate: 1e-4)];
        using var comparison = new StackComparison(
            Problem,
            [.. setups.Select(setup => (setup, setup.Adam with { Clip = clip, WeightDecay = decay }))]
        );
        comparison.Step(20, (update, index) => new UpdatePace(LearningRate: 1 - (0.02 * update), Sparsity: 1 + (0.1 * index)));
        comparison.AssertSame();
    }

    /// <summary>As members of several seeds have.</summary>
    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Each_may_have_a_batch_of_its_own(TrainingSetup setup)
    {
        using var comparison = new StackComparison(Problem, [.. Enumerable.Repeat((setup, setup.Adam), 4)]);
        comparison.Step(30, batches: 2);
        comparison.AssertSame();
    }

    [Fact]
    public void So_it_is_with_other_penalties()
    {
        foreach (
            var setups in (TrainingSetup[][])
                [
                    [JumpRelu(0.1), JumpRelu(0.6)],
                    [TopK(0.3), TopK(0)],
                ]
        )
        {
            using var comparison = new StackComparison(
                Problem,
                [.. setups.Select((setup, index) => (setup, setup.Adam with { LearningRate = 0.01 / (1 + index) }))]
            );
            comparison.Step(
                20,
                (update, index) => new UpdatePace(LearningRate: 1 - (0.02 * update * index), Sparsity: 1 + (0.1 * update * index))
            );
            comparison.AssertSame();
        }

        static TrainingSetup TopK(double l1) => new(l1, DecoderBias: true, TopK: 3);
        static TrainingSetup JumpRelu(double weight) =>
            new TrainingSetup(L1: 0) with
            {
                Other = new JumpReluArchitecture(new() { Bandwidth = 1, Sparsity = weight }),
            };
    }

    /// <summary>The sum over a batch of such activations exceeds float32.</summary>
    [Fact]
    public void Without_a_dead_feature_AuxK_adds_nothing_however_large_activations_are()
    {
        var setup = new TrainingSetup(L1: 0, TopK: 3, AuxDeadAfter: 1, AuxAlpha: 1);
        using var state = setup.CreateState(Problem.Weights());
        using var step = new StackedStep([new(setup.Form, state, setup.Adam)]);
        using var batch = new TrainingBatch(Problem.Batch() * 1e19f / 4);
        using var alone = setup.CreateState(Problem.Weights());
        using var eager = setup.CreateEager(alone);

        Assert.True(double.IsFinite(eager.Step(batch).Loss));
        Assert.True(double.IsFinite(step.Step([batch], [UpdatePace.Full])[0].Loss));
    }

    [Fact]
    public void K_may_fall()
    {
        var setup = new TrainingSetup(L1: 0) with { Other = new BatchTopKArchitecture(new() { K = 2 }) };
        using var comparison = new StackComparison(Problem, [(setup, setup.Adam), (setup, setup.Adam)]);
        comparison.Step(12, (update, _) => UpdatePace.Full with { K = 8 - (update / 2) });
        comparison.AssertSame();
    }

    /// <summary>Revival and checkpoints write into the states while they are stacked.</summary>
    [Fact]
    public void What_is_written_into_a_state_is_learned_from()
    {
        var setup = new TrainingSetup(L1: 0.06);
        using var stacked = new StackComparison(Problem, [(setup, setup.Adam), (setup, setup.Adam)]);
        stacked.Step(5);
        var features = tensor([2L, 5L]);
        var rows = new FeatureWeights(randn(2, 8), zeros(2), Directions.Unit(randn(2, 8)));
        stacked.States[1].ReplaceFeatures(features, rows);

        Assert.Equal(Bytes(rows.EncoderWeight), Bytes(stacked.States[1].Weights.EncoderWeight[features]));
        using var alone = setup.CreateState(Problem.Weights());
        Copy(stacked.States[1], alone);
        using var step = setup.CreateEager(alone);
        using var batch = new TrainingBatch(Problem.Batch(100));
        step.Step(batch);
        stacked.StepAlone(batch);
        Assert.True((alone.Weights.EncoderWeight - stacked.States[1].Weights.EncoderWeight).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void One_that_diverges_leaves_the_others_as_they_would_be()
    {
        var setup = new TrainingSetup(L1: 0.06);
        using var comparison = new StackComparison(Problem, [(setup, setup.Adam), (setup, setup.Adam)]);
        using (no_grad())
        {
            comparison.States[1].Weights.DecoderWeight[3] = float.NaN;
        }

        using var batch = new TrainingBatch(Problem.Batch(100));
        var losses = comparison.StepAlone(batch).Select(result => double.IsFinite(result.Loss));
        Assert.Equal([true, false], losses);
        Assert.True(comparison.States[0].Weights.DecoderWeight.isfinite().all().item<bool>());
    }

    [Fact]
    public void States_outlive_the_stack_and_can_be_stacked_again()
    {
        var setup = new TrainingSetup(L1: 0.06);
        using var first = setup.CreateState(Problem.Weights());
        using var second = setup.CreateState(Problem.Weights());
        using var batch = new TrainingBatch(Problem.Batch());
        using (var both = new StackedStep([Member(first), Member(second)]))
        {
            both.Step([batch, batch], [UpdatePace.Full, UpdatePace.Full]);
        }

        var before = second.Weights.DecoderWeight.clone();
        using var one = new StackedStep([Member(first)]);
        one.Step([batch], [UpdatePace.Full]);

        Assert.Equal((2L, 1L), (first.Updates, second.Updates));
        Assert.Equal(Bytes(before), Bytes(second.Weights.DecoderWeight));
        Assert.NotEqual(Bytes(before), Bytes(first.Weights.DecoderWeight));

        StackMember Member(AutoencoderState state) => new(setup.Form, state, setup.Adam);
    }

    [Fact]
    public void Unequal_members_are_refused()
    {
        var (one, other) = (new TrainingSetup(L1: 0.06), new TrainingSetup(L1: 0.06, DecoderBias: true));
        using var first = one.CreateState(Problem.Weights());
        using var second = other.CreateState(Problem.Weights());

        var error = Assert.Throws<ArgumentException>(() =>
            new StackedStep([new(one.Form, first, one.Adam), new(other.Form, second, other.Adam)])
        );
        Assert.StartsWith("a stack needs equal members", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(Tensor tensor) => tensor.contiguous().bytes.ToArray();

    private static void Copy(AutoencoderState from, AutoencoderState to)
    {
        using var _ = no_grad();
        foreach (var ((_, source), (_, target)) in from.State.Zip(to.State))
        {
            target.copy_(source);
        }

        to.Updates = from.Updates;
    }
}
