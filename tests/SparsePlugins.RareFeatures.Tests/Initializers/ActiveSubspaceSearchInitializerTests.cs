using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class ActiveSubspaceSearchInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new ActiveSubspaceSearchInitializer(new());

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 2)]
    [InlineData(20, 9)]
    public void Directions_span_half_of_the_components_or_as_many_as_stated(int rank, int expected)
    {
        var sample = Sample();
        var start = Start(new() { Rank = rank }, sample);
        var (_, values, components) = linalg.svd(sample - sample.mean([0L]), fullMatrices: false); // [9, D], largest first
        var parts = start.DecoderWeight.mm(components.T).abs().amax([0L]); // [9]
        Assert.Equal(9, values.shape[0]);
        Assert.All(Enumerable.Range(0, 9), axis => Assert.Equal(axis < expected, parts[axis].item<float>() > 1e-3f));
    }

    [Fact]
    public void The_encoder_is_the_decoder_and_biases_are_minus_the_mean_pre_activation()
    {
        var sample = Sample();
        var start = Start(new(), sample);
        AssertClose(start.DecoderWeight, start.EncoderWeight, 0);
        var means = ((sample - start.DecoderBias).mm(start.EncoderWeight.T) + start.EncoderBias).mean([0L]);
        AssertClose(0, means, 1e-4);
        Assert.True(start.EncoderBias.abs().max().item<float>() > 0.01);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    [InlineData(30.0)]
    public void The_length_is_the_best_of_the_two_grids_tried_one_by_one(double scale)
    {
        var sample = Sample() * scale;
        var start = Start(new() { DecoderBias = DecoderBiasStart.Mean }, sample);
        var lengths = start.DecoderWeight.norm(dim: 1);
        AssertClose(lengths[0].item<float>(), lengths, 1e-5);

        var coarse = Best(start, sample, Enumerable.Range(1, 50).Select(step => step / 10.0));
        var fine = Best(start, sample, Enumerable.Range(-10, 21).Select(step => coarse + step / 100.0).Where(length => length > 1e-9));
        Assert.Equal(fine, lengths[0].item<float>(), 1e-4);
    }

    [Fact]
    public void A_sample_without_variance_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Start(new(), ones(4, 9)));
        Assert.StartsWith("active-subspace-search needs a sample that varies", refusal.Message, StringComparison.Ordinal);
    }

    private static double Best(AutoencoderWeights start, Tensor sample, IEnumerable<double> lengths)
    {
        var now = start.DecoderWeight[0].norm().item<float>();
        return lengths.MinBy(length => Error(start, sample, length / now));
    }

    /// <summary>The mean squared error where rows and biases are some times as long.</summary>
    private static double Error(AutoencoderWeights start, Tensor sample, double times)
    {
        var centred = (sample - start.DecoderBias).to(ScalarType.Float64);
        var (encoder, bias) = (start.EncoderWeight.to(ScalarType.Float64) * times, start.EncoderBias.to(ScalarType.Float64) * times);
        var codes = (centred.mm(encoder.T) + bias).relu();
        return (centred - codes.mm(start.DecoderWeight.to(ScalarType.Float64) * times)).square().mean().item<double>();
    }

    private static Tensor Sample()
    {
        using var random = new RandomSeed(5).CreateGenerator(CPU);
        return (randn(300, 9, generator: random) * tensor(new float[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 }) * 0.1) + 0.3;
    }

    private static AutoencoderWeights Start(ActiveSubspaceSearchOptions options, Tensor sample)
    {
        using var context = ToyProblem.Context();
        IDictionaryInitializer initializer = new ActiveSubspaceSearchInitializer(options);
        return initializer.Initialize(new((int)sample.shape[1], 40), sample, context);
    }
}
