using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

public sealed class EagerStepTests
{
    private const int Rows = 16;
    private const int Width = 6;
    private const int Features = 9;

    private static readonly TrainingSetup Options = new(L1: 0.06);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Three_updates_agree_with_torch_optim_adam(bool decoderBias)
    {
        var options = Options with { DecoderBias = decoderBias };
        var start = Weights(seed: 1);
        using var state = options.CreateState(start);
        using var step = options.CreateEager(state);
        var reference = new Reference(start, options);

        for (ulong batch = 0; batch < 3; batch++)
        {
            var x = Batch(batch + 10);
            var result = step.Step(new TrainingBatch(x));
            var loss = reference.Step(x);
            AssertClose(loss, tensor((float)result.Loss));
        }

        AssertClose(reference.EncoderWeight, state.Weights.EncoderWeight);
        AssertClose(reference.EncoderBias, state.Weights.EncoderBias);
        AssertClose(reference.DecoderWeight, state.Weights.DecoderWeight);
        AssertClose(reference.DecoderBias, state.Weights.DecoderBias);
        Assert.Equal(3, state.Updates);
    }

    [Fact]
    public void The_loss_of_a_case_worked_by_hand()
    {
        // One feature that reads and writes along (1, 0), bias -1; x = (3, 4): code 2, x_hat (2, 0), squared error 1 + 16, loss (17 + 0.5 * 2) / 2.
        var weights = new AutoencoderWeights(Row(1, 0), tensor([-1f]), Row(1, 0), zeros(2));
        var options = Options with { L1 = 0.5 };
        using var state = options.CreateState(weights);
        using var step = options.CreateEager(state);
        var result = step.Step(new TrainingBatch(Row(3, 4)));

        Assert.Equal(9.0, result.Loss);
        Assert.Equal(17.0f, result.Errors.item<float>());
        Assert.Equal(1, result.Firings.item<long>());
    }

    [Fact]
    public void Decoder_rows_keep_length_one()
    {
        using var state = Options.CreateState(Weights(seed: 2));
        using var step = Options.CreateEager(state);
        for (ulong batch = 0; batch < 20; batch++)
        {
            step.Step(new TrainingBatch(Batch(batch)));
        }

        AssertClose(ones(Features), state.Weights.DecoderWeight.norm(dim: 1, keepdim: false));
    }

    [Fact]
    public void Without_a_decoder_bias_it_stays_zero()
    {
        using var state = Options.CreateState(Weights(seed: 3) with { DecoderBias = ones(Width) });
        using var step = Options.CreateEager(state);
        step.Step(new TrainingBatch(Batch(1)));

        Assert.Equal(0f, state.Weights.DecoderBias.abs().sum().item<float>());
    }

    [Fact]
    public void Two_runs_give_the_same_bytes() => Assert.Equal(TrainedBytes(), TrainedBytes());

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using var state = Options.CreateState(Weights(seed: 4));
        using var step = Options.CreateEager(state);
        var x = new TrainingBatch(Batch(1));
        step.Step(x); // The first step makes the gradients.

        var before = LiveTensors.Count;
        step.Step(x);
        Assert.Equal(before, LiveTensors.Count);
    }

    private static byte[] TrainedBytes()
    {
        using var state = Options.CreateState(Weights(seed: 5));
        using var step = Options.CreateEager(state);
        for (ulong batch = 0; batch < 50; batch++)
        {
            step.Step(new TrainingBatch(Batch(batch)));
        }

        return state.Weights.DecoderWeight.bytes.ToArray();
    }

    private static Tensor Row(float x, float y) => tensor(new[] { x, y }).reshape(1, 2);

    private static Tensor Batch(ulong seed) => randn(Rows, Width, generator: new Generator(seed));

    private static AutoencoderWeights Weights(ulong seed)
    {
        using var context = new ComponentContext(CPU, new RandomSeed(seed));
        var options = new SomeOptions();
        return AutoencoderWeights.FromDirections(randn(Features, Width, generator: context.Random), Batch(seed), options, context);
    }

    private static void AssertClose(Tensor expected, Tensor actual) =>
        Assert.True(allclose(expected, actual, rtol: 1e-5, atol: 1e-6), $"expected {expected.str()}, got {actual.str()}");

    private sealed record SomeOptions : InitializerOptions;

    /// <summary>The same update in TorchSharp's own terms: written anew from the definition, with its own optimizer.</summary>
    private sealed class Reference
    {
        private readonly TrainingSetup _options;
        private readonly optim.Optimizer _optimizer;

        public Reference(AutoencoderWeights start, TrainingSetup options)
        {
            _options = options;
            EncoderWeight = Leaf(start.EncoderWeight);
            EncoderBias = Leaf(start.EncoderBias);
            DecoderWeight = Leaf(start.DecoderWeight);
            DecoderBias = Leaf(start.DecoderBias);
            TorchSharp.Modules.Parameter[] trained = options.DecoderBias
                ? [EncoderWeight, EncoderBias, DecoderWeight, DecoderBias]
                : [EncoderWeight, EncoderBias, DecoderWeight];
            _optimizer = optim.Adam(trained, options.LearningRate, options.Beta1, options.Beta2, options.Epsilon);
        }

        public TorchSharp.Modules.Parameter EncoderWeight { get; }

        public TorchSharp.Modules.Parameter EncoderBias { get; }

        public TorchSharp.Modules.Parameter DecoderWeight { get; }

        public TorchSharp.Modules.Parameter DecoderBias { get; }

        public Tensor Step(Tensor x)
        {
            var codes = nn.functional.relu((x - DecoderBias).matmul(EncoderWeight.t()) + EncoderBias);
            var error = codes.matmul(DecoderWeight) + DecoderBias - x;
            var perSample = error.pow(2).sum(dim: 1) + codes.abs().sum(dim: 1) * _options.L1;
            var loss = perSample.mean() / x.shape[1];
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
            using (no_grad())
            {
                DecoderWeight.copy_(nn.functional.normalize(DecoderWeight, dim: 1));
            }

            return loss.detach();
        }

        private static TorchSharp.Modules.Parameter Leaf(Tensor start) => new(start.clone());
    }
}
