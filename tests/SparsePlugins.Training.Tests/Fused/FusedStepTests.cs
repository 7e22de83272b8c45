using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

public sealed class FusedStepTests
{
    private static readonly TrainingSetup _options = new(L1: 0.06);

    public static TheoryData<int?, bool> Architectures() =>
        new()
        {
            { null, false },
            { null, true },
            { 5, false },
            { 5, true },
        };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_few_updates_agree_with_the_eager_step(int? k, bool decoderBias)
    {
        var problem = new Problem(Rows: 50, Width: 18, Features: 30, Bias: -0.3);
        var options = _options with { TopK = k, DecoderBias = decoderBias };
        using var eagerState = options.CreateState(problem.Weights());
        using var fusedState = options.CreateState(problem.Weights());
        using var eager = options.CreateEager(eagerState);
        using var fused = options.CreateFused(fusedState);
        for (ulong update = 0; update < 5; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update));
            Assert.Equal(eager.Step(batch).Loss, fused.Step(batch).Loss, 1e-6);
        }

        Assert.Equal(eagerState.Updates, fusedState.Updates);
        foreach (var (one, other) in Tensors(eagerState).Zip(Tensors(fusedState)))
        {
            Assert.True(allclose(one, other, rtol: 1e-4, atol: 1e-6), $"expected {one.str()}, got {other.str()}");
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_run_has_the_losses_and_the_mmcs_of_the_eager_step(int? k, bool decoderBias)
    {
        var toy = new ToyData(Width: 20, Features: 32, Active: 2);
        var options = _options with { TopK = k, DecoderBias = decoderBias, LearningRate = 1e-2 };
        var (eagerLosses, eagerMmcs) = Train(toy, options, state => options.CreateEager(state));
        var (fusedLosses, fusedMmcs) = Train(toy, options, state => options.CreateFused(state));

        foreach (var (eager, fused) in eagerLosses.Zip(fusedLosses))
        {
            Assert.Equal(1.0, fused / eager, 0.01);
        }

        Assert.True(eagerLosses[^1] < eagerLosses[0] / 2, "the run should learn something");
        Assert.Equal(eagerMmcs, fusedMmcs, 0.005);
    }

    [Fact]
    public void Decoder_rows_keep_length_one()
    {
        using var state = Trained(new Problem(Rows: 33, Width: 21, Features: 40), updates: 20);
        var lengths = state.Weights.DecoderWeight.norm(dim: 1, keepdim: false);
        Assert.True(allclose(lengths, ones(40), rtol: 0, atol: 1e-6), lengths.str());
    }

    [Fact]
    public void Two_runs_give_the_same_bytes()
    {
        var problem = new Problem(Rows: 100, Width: 32, Features: 48);
        using var one = Trained(problem, updates: 40);
        using var other = Trained(problem, updates: 40);
        foreach (var (first, second) in Tensors(one).Zip(Tensors(other)))
        {
            Assert.Equal(first.bytes.ToArray(), second.bytes.ToArray());
        }
    }

    [Fact]
    public void Members_that_share_a_batch_train_as_if_alone()
    {
        var problem = new Problem(Rows: 30, Width: 17, Features: 20);
        var options = _options with { DecoderBias = true };
        using var alone = options.CreateState(problem.Weights());
        using var first = options.CreateState(new Problem(30, 17, 44).Weights());
        using var second = options.CreateState(problem.Weights());
        using var aloneStep = options.CreateFused(alone);
        using var firstStep = options.CreateFused(first);
        using var secondStep = options.CreateFused(second);
        using var shared = new TrainingBatch();
        for (ulong update = 0; update < 5; update++)
        {
            shared.Load(problem.Batch(update));
            firstStep.Step(shared);
            secondStep.Step(shared);
            aloneStep.Step(new TrainingBatch(problem.Batch(update)));
        }

        Assert.Equal(alone.Weights.EncoderWeight.bytes.ToArray(), second.Weights.EncoderWeight.bytes.ToArray());
    }

    [Fact]
    public void Batches_may_differ_in_size()
    {
        var problem = new Problem(Rows: 1, Width: 9, Features: 12);
        using var eagerState = _options.CreateState(problem.Weights());
        using var fusedState = _options.CreateState(problem.Weights());
        using var eager = _options.CreateEager(eagerState);
        using var fused = _options.CreateFused(fusedState);
        using var batch = new TrainingBatch();
        foreach (var rows in new[] { 40, 3, 70, 1, 33 })
        {
            batch.Load((problem with { Rows = rows }).Batch());
            Assert.Equal(eager.Step(batch).Loss, fused.Step(batch).Loss, 1e-6);
        }

        Assert.True(fused.IsIntact && batch.IsIntact);
    }

    [Fact]
    public void Replaced_features_are_seen_by_the_next_update()
    {
        var problem = new Problem(Rows: 30, Width: 7, Features: 10, Bias: -0.2);
        using var eagerState = _options.CreateState(problem.Weights());
        using var fusedState = _options.CreateState(problem.Weights());
        using var eager = _options.CreateEager(eagerState);
        using var fused = _options.CreateFused(fusedState);
        using var batch = new TrainingBatch(problem.Batch());
        for (var update = 0; update < 3; update++)
        {
            Assert.Equal(eager.Step(batch).Loss, fused.Step(batch).Loss, 1e-6);
            var rows = new FeatureWeights(full(2, 7, 0.5f), full(2, 0.1f), ones(2, 7));
            eagerState.ReplaceFeatures(tensor([2L, 9L]), rows);
            fusedState.ReplaceFeatures(tensor([2L, 9L]), rows);
        }
    }

    [Fact]
    public void Divergence_shows_in_the_loss()
    {
        var problem = new Problem(Rows: 20, Width: 8, Features: 10);
        var options = _options with { LearningRate = 1e30 };
        using var state = options.CreateState(problem.Weights());
        using var step = options.CreateFused(state);
        using var batch = new TrainingBatch(problem.Batch());
        var losses = Enumerable.Range(0, 5).Select(_ => step.Step(batch).Loss).ToList();
        Assert.False(double.IsFinite(losses[^1]), $"the losses are {string.Join(", ", losses)}");
        Assert.True(step.IsIntact);
    }

    [Fact]
    public void Moments_of_features_that_fell_silent_end_at_zero()
    {
        var problem = new Problem(Rows: 8, Width: 10, Features: 6);
        using var state = _options.CreateState(problem.Weights());
        using var step = _options.CreateFused(state);
        step.Step(new TrainingBatch(problem.Batch()));
        using (no_grad())
        {
            state.Weights.EncoderBias[1..3] = -1e6f;
        }

        var batch = new TrainingBatch(problem.Batch());
        for (var update = 0; update < 900; update++)
        {
            step.Step(batch);
        }

        Assert.Equal(0f, state.FindTrained(ParameterShape.EncoderWeight)!.FirstMoment[1..3].abs().sum().item<float>());
        Assert.Equal(0f, state.FindTrained(ParameterShape.DecoderWeight)!.FirstMoment[1..3].abs().sum().item<float>());
        Assert.NotEqual(0f, state.FindTrained(ParameterShape.DecoderWeight)!.FirstMoment[3].abs().sum().item<float>());
    }

    [Fact]
    public void The_parts_of_a_result_go_with_the_step()
    {
        var problem = new Problem(Rows: 4, Width: 3, Features: 5);
        using var state = _options.CreateState(problem.Weights());
        using var batch = new TrainingBatch(problem.Batch());
        var before = LiveTensors.Count;
        using (var step = _options.CreateFused(state))
        {
            for (var update = 0; update < 3; update++)
            {
                var result = step.Step(batch);
                Assert.Equal((5, 4, 4), (result.Firings.shape[0], result.Errors.shape[0], result.Residuals.shape[0]));
            }
        }

        Assert.Equal(before, LiveTensors.Count);
    }

    private static IEnumerable<Tensor> Tensors(AutoencoderState state) =>
        state.Trained.SelectMany(parameter => new[] { parameter.Value, parameter.FirstMoment, parameter.SecondMoment });

    private static AutoencoderState Trained(Problem problem, ulong updates)
    {
        var state = _options.CreateState(problem.Weights());
        using var step = _options.CreateFused(state);
        for (ulong update = 0; update < updates; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update));
            step.Step(batch);
        }

        return state;
    }

    private static (List<double> Losses, double Mmcs) Train(
        ToyData toy,
        TrainingSetup options,
        Func<AutoencoderState, ITrainingStep> create
    )
    {
        var start = new Problem(Rows: 1, toy.Width, toy.Features).Weights();
        using var state = options.CreateState(start);
        using var step = create(state);
        using var batch = new TrainingBatch();
        var losses = new List<double>();
        for (ulong update = 0; update < 300; update++)
        {
            batch.Load(toy.Batch(128, update));
            losses.Add(step.Step(batch).Loss);
        }

        return (losses, toy.Mmcs(state.Weights.DecoderWeight));
    }
}
