using SparsePlugins.Contracts;
using SparsePlugins.Training.Tests.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests;

/// <summary>The average of the weights that is evaluated.</summary>
public sealed class AverageTests : IDisposable
{
    private const double Decay = 0.8;
    private const int Updates = 6;

    private static readonly Problem Problem = new(Rows: 12, Width: 7, Features: 10);
    private static readonly TrainingSetup Raw = new(L1: 0.1, DecoderBias: true, LearningRate: 0.05);
    private static readonly TrainingSetup Averaged = Raw with { Average = Decay };

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Update_i_of_n_counts_as_the_decay_to_the_power_of_n_less_i(bool fused)
    {
        using var state = Averaged.CreateState(Problem.Weights());
        var biases = Train(state, fused);

        var weights = Enumerable.Range(0, Updates).Select(i => Math.Pow(Decay, Updates - 1 - i)).ToArray();
        var expected = biases.Zip(weights).Select(pair => pair.First * pair.Second).Aggregate((sum, one) => sum + one) / weights.Sum();
        var actual = state.Evaluated[ParameterShape.EncoderBias];
        Assert.True((expected - actual).abs().max().item<float>() < 1e-6);
        Assert.True((biases[^1] - actual).abs().max().item<float>() > 0.01);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_continues_with_the_weights_themselves(bool fused)
    {
        using var raw = Raw.CreateState(Problem.Weights());
        using var averaged = Averaged.CreateState(Problem.Weights());
        Train(raw, fused);
        Train(averaged, fused);

        Assert.Equal(BytesOf(raw.Parameters), BytesOf(averaged.Parameters));
        Assert.Equal(BytesOf(raw.Parameters), BytesOf(raw.Evaluated));
        Assert.NotEqual(BytesOf(averaged.Parameters), BytesOf(averaged.Evaluated));
    }

    [Fact]
    public void Averaged_rows_of_the_decoder_have_length_one()
    {
        using var state = Averaged.CreateState(Problem.Weights());
        Train(state, fused: false);

        var lengths = state.Evaluated[ParameterShape.DecoderWeight].norm(dim: 1, keepdim: false);
        Assert.True((lengths - 1).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Before_the_first_update_it_is_the_initialization()
    {
        using var state = Averaged.CreateState(Problem.Weights());

        Assert.Equal(BytesOf(state.Parameters), BytesOf(state.Evaluated));
    }

    [Fact]
    public void A_revived_feature_has_its_new_rows_and_the_others_keep_theirs()
    {
        using var state = Averaged.CreateState(Problem.Weights());
        Train(state, fused: false);
        var before = state.Evaluated[ParameterShape.EncoderWeight].clone();
        var rows = new FeatureWeights(full(1, 7, 0.5f), full(1, -3f), full(1, 7, 1 / MathF.Sqrt(7)));
        state.ReplaceFeatures(tensor(new[] { 4L }), rows);

        var after = state.Evaluated[ParameterShape.EncoderWeight];
        Assert.Equal(rows.EncoderWeight.bytes.ToArray(), after[4..5].bytes.ToArray());
        Assert.Equal(-3, state.Evaluated[ParameterShape.EncoderBias][4].item<float>());
        Assert.Equal(before[5..].bytes.ToArray(), after[5..].bytes.ToArray());
    }

    /// <summary>The encoder's bias after each update.</summary>
    private static Tensor[] Train(AutoencoderState state, bool fused)
    {
        using ITrainingStep step = fused ? Averaged.CreateFused(state) : Averaged.CreateEager(state);
        var biases = new List<Tensor>();
        for (ulong update = 0; update < Updates; update++)
        {
            using var batch = new TrainingBatch(Problem.Batch(update));
            step.Step(batch);
            biases.Add(state.Weights.EncoderBias.detach().clone());
        }

        return [.. biases];
    }

    private static byte[] BytesOf(ParameterSet parameters) => [.. parameters.Entries.SelectMany(entry => entry.Value.bytes.ToArray())];
}
