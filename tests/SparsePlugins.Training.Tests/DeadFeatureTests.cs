using SparsePlugins.Contracts;
using SparsePlugins.Training.Checkpoints;
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
        using var worst = new WorstExamples(width: 2, capacity: 3, CPU);
        worst.Observe(Angles(1, 2), Seen(5, 1));
        worst.Observe(Angles(3, 4, 5), Seen(9, 0, 4));

        Assert.Equal([9f, 5f, 4f], worst.Losses.data<float>().ToArray());
        Assert.Equal(Numbers(Angles(3, 1, 5)), Numbers(worst.Examples));
        Assert.Equal([-9f, 0f, -5f, 0f, -4f, 0f], Numbers(worst.Residuals));
    }

    [Fact]
    public void An_example_that_returns_is_kept_once_with_its_largest_loss()
    {
        // Copies, multiples and near-copies, within a batch and of one before; opposites are other directions.
        using var worst = new WorstExamples(width: 2, capacity: 5, CPU);
        worst.Observe(cat([Angles(1, 2), Angles(1)]), Seen(5, 1, 4));
        worst.Observe(cat([Angles(1) * 3, Angles(2) * 0.5, Angles(2 + 1e-4f), -Angles(1)]), Seen(3, 7, 8, 2));

        Assert.Equal([8f, 5f, 2f], worst.Losses.data<float>().ToArray());
        Assert.Equal(Numbers(cat([Angles(2 + 1e-4f, 1), -Angles(1)])), Numbers(worst.Examples));
        Assert.Equal([-8f, 0f, -5f, 0f, -2f, 0f], Numbers(worst.Residuals));
    }

    [Fact]
    public void A_row_that_joins_two_kept_ones_takes_the_place_of_both_only_if_it_is_worse_than_both()
    {
        // The middle one is within the tolerance of both, which are not of each other.
        const float Near = 1.2e-3f;
        using var worst = new WorstExamples(width: 2, capacity: 2, CPU);
        worst.Observe(Angles(1 - Near, 1 + Near), Seen(3, 5));
        worst.Observe(Angles(1), Seen(4));
        Assert.Equal([5f, 3f], worst.Losses.data<float>().ToArray());
        worst.Observe(Angles(1), Seen(6));
        Assert.Equal([6f], worst.Losses.data<float>().ToArray());
    }

    [Fact]
    public void What_is_kept_is_that_of_a_slow_search_whatever_the_batches_are()
    {
        // 40 directions in 12 batches, with repetitions, more than fit.
        using var random = new Generator(3);
        using var worst = new WorstExamples(width: 2, capacity: 10, CPU);
        var seen = new List<(int Direction, float Loss)>();
        for (var batch = 0; batch < 12; batch++)
        {
            var directions = Enumerable.Range(0, 16).Select(_ => (int)randint(40, [1], generator: random).item<long>()).ToArray();
            var losses = rand(16, generator: random).data<float>().ToArray();
            worst.Observe(Angles([.. directions.Select(direction => 0.1f * direction)]), Seen(losses));
            seen.AddRange(directions.Zip(losses));
        }

        var expected = seen.GroupBy(one => one.Direction).Select(group => group.Max(one => one.Loss)).OrderDescending().Take(10);
        Assert.Equal(expected, worst.Losses.data<float>().ToArray());
    }

    [Fact]
    public void Resumed_from_a_checkpoint_it_keeps_the_same_to_the_bit()
    {
        using var whole = new WorstExamples(width: 2, capacity: 4, CPU);
        using var resumed = new WorstExamples(width: 2, capacity: 4, CPU);
        whole.Observe(Angles(1, 2, 3, 4, 5), Seen(2, 2, 2, 2, 2)); // Equal losses: the earlier ones stay.
        using (
            var bundle = new TensorBundle(
                new Dictionary<string, string>(),
                whole.State.ToDictionary(one => one.Key, one => one.Value.clone())
            )
        )
        {
            resumed.Restore(bundle);
        }

        foreach (var worst in new[] { whole, resumed })
        {
            worst.Observe(Angles(6, 2), Seen(3, 2.5f));
        }

        Assert.Equal(Numbers(Angles(6, 2, 1, 3)), Numbers(whole.Examples));
        Assert.Equal(whole.State.SelectMany(one => Numbers(one.Value)), resumed.State.SelectMany(one => Numbers(one.Value)));
    }

    [Fact]
    public void Cleared_examples_are_forgotten()
    {
        using var worst = new WorstExamples(width: 2, capacity: 2, CPU);
        worst.Observe(Angles(1), Seen(100));
        worst.Clear();
        worst.Observe(Angles(2), Seen(1));

        Assert.Equal(Numbers(Angles(2)), Numbers(worst.Examples));
    }

    [Fact]
    public void Replacing_features_changes_their_rows_and_moments_and_nothing_else()
    {
        var options = new TrainingSetup(L1: 0.1);
        using var state = options.CreateState(Random(features: 4, width: 3));
        using var step = options.CreateEager(state);
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

        Assert.Equal(7f, state.Weights.EncoderWeight[1, 0].item<float>());
        Assert.Equal(8f, state.Weights.EncoderBias[3].item<float>());
        Assert.Equal(1 / MathF.Sqrt(3), state.Weights.DecoderWeight[3, 2].item<float>(), 1e-6f);
    }

    private static Tensor[] Copy(Parameter parameter) =>
        [parameter.Value.detach().clone(), parameter.FirstMoment.clone(), parameter.SecondMoment.clone()];

    private static byte[] Rows(Tensor[] tensors, params long[] rows) =>
        [.. tensors.SelectMany(one => one[tensor(rows)].contiguous().bytes.ToArray())];

    /// <summary>[N, 2] rows of length 1 at angles, in radians.</summary>
    private static Tensor Angles(params float[] angles) => stack([tensor(angles).cos(), tensor(angles).sin()], dim: 1);

    private static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static IStepResult Seen(params float[] errors) =>
        new Given(0, tensor([true]), tensor(errors), stack([-tensor(errors), zeros(errors.Length)], dim: 1));

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

    private sealed record Given(double Loss, Tensor Firings, Tensor Errors, Tensor Residuals) : IStepResult
    {
        public long Active => Firings.sum().item<long>();
    }
}
