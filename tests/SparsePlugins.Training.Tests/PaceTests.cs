using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Training.Tests.Fused;

namespace SparsePlugins.Training.Tests;

public sealed class PaceTests
{
    private static readonly Problem Problem = new(Rows: 12, Width: 7, Features: 10);
    private static readonly TrainingSetup Options = new(L1: 0.1, DecoderBias: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_pace_of_an_update_multiplies_its_learning_rate(bool fused)
    {
        var slow = Options with { LearningRate = Options.LearningRate / 4 };
        Assert.Equal(Trained(fused, slow, pace: 1), Trained(fused, Options, pace: 0.25));
        Assert.NotEqual(Trained(fused, Options, pace: 1), Trained(fused, Options, pace: 0.25));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_pace_zero_nothing_moves_but_the_moments(bool fused)
    {
        using var state = Options.CreateState(Problem.Weights());
        using ITrainingStep step = fused ? Options.CreateFused(state) : Options.CreateEager(state);
        using var batch = new TrainingBatch(Problem.Batch());
        var before = state.Weights.EncoderWeight.bytes.ToArray();
        step.Step(batch, new UpdatePace(0, 1));

        Assert.Equal(before, state.Weights.EncoderWeight.bytes.ToArray());
        Assert.True(state.FindTrained(ParameterShape.EncoderWeight)!.FirstMoment.abs().sum().item<float>() > 0);
    }

    private static byte[] Trained(bool fused, TrainingSetup options, double pace)
    {
        using var state = options.CreateState(Problem.Weights());
        using ITrainingStep step = fused ? options.CreateFused(state) : options.CreateEager(state);
        for (ulong update = 0; update < 5; update++)
        {
            using var batch = new TrainingBatch(Problem.Batch(update));
            step.Step(batch, new UpdatePace(pace, 1));
        }

        return [.. state.Trained.SelectMany(one => one.Value.bytes.ToArray())];
    }
}
