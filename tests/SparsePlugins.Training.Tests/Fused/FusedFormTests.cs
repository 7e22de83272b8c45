using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>What holds for every fused form.</summary>
public sealed class FusedFormTests
{
    public static TheoryData<TrainingSetup> EveryForm() =>
        [
            new(L1: 0.06),
            new TrainingSetup(L1: 0.06) with
            {
                TopK = 3,
            },
            new TrainingSetup(L1: 0.06) with
            {
                Other = new BatchTopKArchitecture(new() { K = 3 }),
            },
            new TrainingSetup(L1: 0.06) with
            {
                Other = new MatryoshkaArchitecture(new() { K = 3 }),
            },
            new TrainingSetup(L1: 0.06) with
            {
                Other = new BatchTopKArchitecture(new() { K = 3, AuxDeadAfter = 1 }),
            },
            new TrainingSetup(L1: 0.06) with
            {
                Other = new JumpReluArchitecture(new() { Bandwidth = 1, GradientToInput = true }),
            },
            new TrainingSetup(L1: 0.06) with
            {
                Other = new JumpReluArchitecture(new() { Bandwidth = 1, Penalty = JumpReluPenalty.Tanh }),
            },
        ];

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Weights_that_are_not_numbers_show_in_the_loss(TrainingSetup options)
    {
        var problem = new Problem(Rows: 20, Width: 8, Features: 10);
        foreach (
            var name in options
                .Architecture.Parameters(new(8, 10))
                .Where(one => one.Role == ParameterRole.FeatureRows)
                .Select(one => one.Name)
        )
        {
            using var state = options.CreateState(problem.Weights());
            using var step = options.CreateFused(state);
            using var batch = new TrainingBatch(problem.Batch());
            using (no_grad())
            {
                state.Parameters[name][4] = float.NaN;
            }

            Assert.False(double.IsFinite(step.Step(batch).Loss), name);
            Assert.True(step.IsIntact);
        }
    }

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Samples_that_are_not_numbers_show_in_the_loss(TrainingSetup options)
    {
        var problem = new Problem(Rows: 37, Width: 8, Features: 10);
        using var state = options.CreateState(problem.Weights());
        using var step = options.CreateFused(state);
        using var batch = new TrainingBatch(full(37, 8, float.NaN));
        for (var update = 0; update < 3; update++)
        {
            Assert.False(double.IsFinite(step.Step(batch).Loss));
            Assert.True(step.IsIntact);
        }
    }

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void A_step_allocates_nothing(TrainingSetup options)
    {
        var problem = new Problem(Rows: 40, Width: 16, Features: 24);
        using var state = options.CreateState(problem.Weights());
        using var step = options.CreateFused(state);
        using var batch = new TrainingBatch();
        var samples = problem.Batch();
        Repeat(100); // Until the methods are compiled for good.
        var (bytes, tensors) = (GC.GetAllocatedBytesForCurrentThread(), LiveTensors.Count);
        Repeat(100);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - bytes);
        Assert.Equal(tensors, LiveTensors.Count);

        void Repeat(int times)
        {
            for (var time = 0; time < times; time++)
            {
                batch.Load(samples);
                step.Step(batch);
            }
        }
    }
}
