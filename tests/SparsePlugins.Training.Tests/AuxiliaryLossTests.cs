using SparsePlugins.Contracts;
using SparsePlugins.Training.Tests.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

public sealed class AuxiliaryLossTests : IDisposable
{
    private const int Rows = 6;
    private const int Width = 5;
    private const int Features = 9;
    private const int Living = 4;
    private const double Alpha = 0.7;

    /// <summary>Beta 0 makes the first moment the gradient of the last update; with this learning rate the parameters stay where they are.</summary>
    private static readonly TrainingSetup Still = new(
        L1: 0,
        DecoderBias: true,
        LearningRate: 1e-12,
        Beta1: 0,
        TopK: 2,
        AuxDeadAfter: Rows,
        AuxAlpha: Alpha,
        AuxK: 2
    );

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Gradients_are_those_of_a_slow_formula_by_central_differences(int auxiliaryK)
    {
        var (weights, batch) = (Weights(), Batch());
        var slow = new SlowAuxiliary(ToRows(batch), Features, K: 2, auxiliaryK, Alpha);
        var parameters = SlowAuxiliary.Flatten(weights);
        Assert.Equal([4, 5, 6, 7, 8], slow.Dead(parameters));

        var (gradient, loss) = Second(weights, batch, Still with { AuxK = auxiliaryK });
        var expected = slow.Gradient(parameters);
        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
        Assert.Equal(slow.Loss(parameters, slow.Dead(parameters), slow.Errors(parameters)), loss, 1e-4);
    }

    [Fact]
    public void Dead_features_get_a_gradient_and_living_ones_no_other_than_without_it()
    {
        var (with, _) = Second(Weights(), Batch(), Still);
        var (without, _) = Second(Weights(), Batch(), Still with { AuxDeadAfter = 0 });

        Assert.Equal(without[..(Living * Width)], with[..(Living * Width)]);
        Assert.All(without[(Living * Width)..(Features * Width)], slope => Assert.Equal(0, slope));
        Assert.Contains(with[(Living * Width)..(Features * Width)], slope => Math.Abs(slope) > 1e-3);
    }

    [Fact]
    public void Half_of_the_width_is_taken_where_no_number_is_stated()
    {
        var (half, _) = Second(Weights(), Batch(), Still with { AuxK = 0 });
        var (three, _) = Second(Weights(), Batch(), Still with { AuxK = 3 });
        Assert.Equal(three, half); // D is 5
    }

    [Fact]
    public void Before_any_feature_is_dead_it_changes_nothing()
    {
        var (with, _) = Second(Weights(), Batch(), Still with { AuxDeadAfter = 10 * Rows });
        var (without, _) = Second(Weights(), Batch(), Still with { AuxDeadAfter = 0 });
        Assert.Equal(without, with);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Dead_features_come_back_to_life()
    {
        var options = new TrainingSetup(L1: 0, TopK: 3);
        var without = SilentAfterTraining(options);
        var with = SilentAfterTraining(options with { AuxDeadAfter = 256 });

        Assert.True(without >= 12, $"only {without} features were silent without it, too few to tell");
        Assert.True(with <= without / 2, $"{with} features are silent with it, {without} without");
    }

    [Fact]
    public void The_fused_form_has_it_where_it_is_on()
    {
        Assert.Equal(new("auxiliary_samples_since_fired", Rows, Alpha, K: 2), Still.Form.Auxiliary);
        Assert.Null((Still with { AuxAlpha = 0 }).Form.Auxiliary);
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var state = Still.CreateState(Weights());
        using var step = Still.CreateEager(state);
        using var batch = new TrainingBatch(Batch());
        step.Step(batch);
        step.Step(batch); // The first with dead features.

        var before = LiveTensors.Count;
        step.Step(batch);
        Assert.Equal(before, LiveTensors.Count);
    }

    /// <summary>The gradient and the loss of the second update; the first one shows who is dead.</summary>
    private static (double[] Gradient, double Loss) Second(AutoencoderWeights weights, Tensor samples, TrainingSetup options)
    {
        using var state = options.CreateState(weights);
        using var step = options.CreateEager(state);
        using var batch = new TrainingBatch(samples);
        step.Step(batch);
        var loss = step.Step(batch).Loss;
        return ([.. state.Trained.SelectMany(one => one.FirstMoment.data<float>().ToArray()).Select(slope => (double)slope)], loss);
    }

    /// <summary>How many features fire for none of 2048 samples after 400 updates, where half of them start with an encoder a hundredth as long.</summary>
    private static int SilentAfterTraining(TrainingSetup options)
    {
        var data = new ToyData(Width: 16, Features: 32, Active: 3);
        var start = new Problem(Rows: 1, Width: 16, Features: 32).Weights();
        start.EncoderWeight[16..].mul_(0.01f);
        using var state = options.CreateState(start);
        using var step = options.CreateEager(state);
        for (ulong update = 0; update < 400; update++)
        {
            using var batch = data.Batch(rows: 64, seed: 100 + update);
            step.Step(new TrainingBatch(batch));
        }

        using var _ = no_grad();
        var seen = options.Architecture.Forward(state.Parameters, data.Batch(rows: 2048, seed: 1), ForwardMode.Evaluate);
        return 32 - (int)seen.Codes.any(0).sum().item<long>();
    }

    /// <summary>Of the features, the last five read so weakly that the two largest codes of a row are never theirs.</summary>
    private static AutoencoderWeights Weights()
    {
        var weights = new Problem(Rows, Width, Features, Bias: 0.5).Weights();
        weights.EncoderWeight[Living..].mul_(0.1f);
        weights.EncoderBias[Living..].mul_(0.4f);
        weights.EncoderBias[..Living].add_(3f);
        return weights;
    }

    private static Tensor Batch() => new Problem(Rows, Width, Features).Batch();

    private static double[][] ToRows(Tensor batch) => [.. batch.data<float>().ToArray().Select(value => (double)value).Chunk(Width)];
}
