using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

public sealed class DeadFeatureTests
{
    [Fact]
    public void A_feature_is_dead_once_it_has_not_fired_for_that_many_samples()
    {
        using var tracker = new DeadFeatureTracker(3, CPU);
        tracker.Observe(tensor([true, false, false]), rows: 4);
        tracker.Observe(tensor([false, true, false]), rows: 4);

        Assert.Equal([2L], tracker.Dead(samples: 5).data<long>().ToArray());
        Assert.Equal([0L, 2L], tracker.Dead(samples: 4).data<long>().ToArray());
        Assert.Empty(tracker.Dead(samples: 9).data<long>().ToArray());
    }

    [Fact]
    public void A_revived_feature_counts_from_zero()
    {
        using var tracker = new DeadFeatureTracker(2, CPU);
        tracker.Observe(tensor([false, false]), rows: 10);
        tracker.Revive(tensor([1L]));

        Assert.Equal([0L], tracker.Dead(samples: 1).data<long>().ToArray());
    }

    [Fact]
    public void The_worst_examples_of_several_batches_are_kept_in_order()
    {
        using var worst = new WorstExamples(capacity: 3);
        worst.Observe(Column(1, 2), Seen(5, 1));
        worst.Observe(Column(3, 4, 5), Seen(9, 0, 4));

        Assert.Equal([9f, 5f, 4f], worst.Losses!.data<float>().ToArray());
        Assert.Equal([3f, 1f, 5f], worst.Examples!.data<float>().ToArray());
        Assert.Equal([-9f, -5f, -4f], worst.Residuals!.data<float>().ToArray());
    }

    [Fact]
    public void Cleared_examples_are_forgotten()
    {
        using var worst = new WorstExamples(capacity: 2);
        worst.Observe(Column(1), Seen(100));
        worst.Clear();
        worst.Observe(Column(2), Seen(1));

        Assert.Equal([2f], worst.Examples!.data<float>().ToArray());
    }

    [Fact]
    public void Replacing_features_changes_their_rows_and_moments_and_nothing_else()
    {
        var options = new StepOptions(L1: 0.1);
        using var state = new AutoencoderState(Random(features: 4, width: 3), options);
        using var step = new EagerStep(state, options);
        using var batch = new TrainingBatch(randn(8, 3));
        for (var update = 0; update < 5; update++)
        {
            step.Step(batch);
        }

        var before = state.Trained.Select(Copy).ToArray();
        state.ReplaceFeatures(tensor([1L, 3L]), new FeatureWeights(full(2, 3, 7f), full(2, 8f), full(2, 3, 5f)));

        foreach (var (old, now) in before.Zip(state.Trained.Select(Copy)))
        {
            Assert.Equal(Rows(old, 0, 2), Rows(now, 0, 2));
            Assert.All(now.Skip(1), moment => Assert.Equal(0f, moment[tensor([1L, 3L])].abs().sum().item<float>()));
        }

        Assert.Equal(7f, state.EncoderWeight.Value[1, 0].item<float>());
        Assert.Equal(8f, state.EncoderBias.Value[3].item<float>());
        Assert.Equal(1 / MathF.Sqrt(3), state.DecoderWeight.Value[3, 2].item<float>(), 1e-6f);
    }

    private static Tensor[] Copy(Parameter parameter) =>
        [parameter.Value.detach().clone(), parameter.FirstMoment.clone(), parameter.SecondMoment.clone()];

    private static byte[] Rows(Tensor[] tensors, params long[] rows) =>
        [.. tensors.SelectMany(one => one[tensor(rows)].contiguous().bytes.ToArray())];

    private static Tensor Column(params float[] values) => tensor(values).reshape(-1, 1);

    private static IStepResult Seen(params float[] errors) => new Given(0, tensor([true]), tensor(errors), -Column(errors));

    private static AutoencoderWeights Random(long features, long width)
    {
        var decoder = randn(features, width, generator: new Generator(1));
        return new AutoencoderWeights(
            randn(features, width, generator: new Generator(2)),
            zeros(features),
            decoder / decoder.norm(dim: 1, keepdim: true),
            zeros(width)
        );
    }

    private sealed record Given(double Loss, Tensor Fired, Tensor Errors, Tensor Residuals) : IStepResult;
}
