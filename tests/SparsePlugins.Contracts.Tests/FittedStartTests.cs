using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

/// <summary>What of a start is fitted to the sample.</summary>
public sealed class FittedStartTests : TensorTest
{
    private sealed record Options : InitializerOptions;

    private static readonly Options Tied = new() { Encoder = EncoderStart.Tied };

    [Theory]
    [InlineData(0.25, 0.0)]
    [InlineData(0.25, 0.5)]
    [InlineData(1e-9, 0.0)]
    public void With_quantiles_each_feature_is_active_on_its_part_of_the_sample(double rate, double decay)
    {
        var (sample, options) = (
            Sample(),
            Tied with
            {
                EncoderBias = EncoderBiasStart.Quantile,
                FiringRate = rate,
                FiringRateDecay = decay,
            }
        );
        var active = (PreActivations(Start(sample, options), sample) > 0).sum(dim: 0).to(ScalarType.Float32);

        var expected = Enumerable.Range(1, 6).Select(rank => (float)Math.Max(1, Math.Round(rate * 200 * Math.Pow(rank, -decay))));
        Assert.Equal(expected, Numbers(active));
    }

    [Fact]
    public void A_negative_mean_centres_pre_activations()
    {
        var sample = Sample() + 3;
        var start = Start(sample, Tied with { EncoderBias = EncoderBiasStart.NegativeMean, DecoderBias = DecoderBiasStart.Zero });
        Assert.True(start.EncoderBias.abs().max().item<float>() > 1);
        Assert.All(Numbers(PreActivations(start, sample).mean([0L])), mean => Assert.Equal(0, mean, 1e-4));
    }

    [Theory]
    [InlineData(EncoderBiasStart.WithEncoder, false)]
    [InlineData(EncoderBiasStart.Zero, true)]
    public void Biases_of_an_independent_encoder_are_drawn_unless_they_are_to_be_zero(EncoderBiasStart bias, bool areZero) =>
        Assert.Equal(areZero, Start(Sample(), new Options { EncoderBias = bias }).EncoderBias.abs().max().item<float>() == 0);

    [Fact]
    public void A_fitted_length_reconstructs_better_than_those_of_a_fine_grid()
    {
        var sample = Sample();
        var fitted = Start(sample, Tied with { FitEncoderScale = true });
        var length = fitted.EncoderWeight[0].norm().item<float>();
        var error = Error(fitted, sample);

        Assert.InRange(length, 0.1f, 5f);
        Assert.All(
            Enumerable.Range(1, 500).Select(step => Start(sample, Tied with { EncoderScale = step * 0.01 })),
            other => Assert.True(Error(other, sample) >= error - 1e-3)
        );
    }

    [Fact]
    public void A_decoder_scale_is_the_length_of_decoder_rows_and_leaves_the_encoder()
    {
        var (short_, plain) = (Start(Sample(), Tied with { DecoderScale = 0.1 }), Start(Sample(), Tied));
        AssertClose(Numbers(plain.DecoderWeight * 0.1), short_.DecoderWeight);
        AssertClose(Numbers(plain.EncoderWeight), short_.EncoderWeight);
    }

    [Theory]
    [InlineData(EncoderBiasStart.NegativeMean)]
    [InlineData(EncoderBiasStart.Quantile)]
    public void Biases_are_the_same_whatever_is_computed_at_a_time(EncoderBiasStart bias)
    {
        var options = Tied with { EncoderBias = bias, FiringRate = 0.1, FiringRateDecay = 0.7 };
        var (start, sample) = (Start(Sample(), Tied), Sample());
        var whole = FittedStart.Fit(start, sample, options).EncoderBias;
        Assert.All(
            [1L, 200, 399, 400, 800],
            numbers => AssertClose(Numbers(whole), FittedStart.Fit(start, sample, options, numbers).EncoderBias)
        );
    }

    [Fact]
    public void A_fitted_length_is_the_same_whatever_is_computed_at_a_time()
    {
        var options = Tied with { FitEncoderScale = true };
        var (start, sample) = (Start(Sample(), Tied), Sample());
        var whole = FittedStart.Fit(start, sample, options).EncoderWeight;
        Assert.All(
            [1L, 6, 42, 1199],
            numbers => AssertClose(Numbers(whole), FittedStart.Fit(start, sample, options, numbers).EncoderWeight)
        );
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void Aligned_rows_have_the_scalar_product_1(double decoderScale)
    {
        var start = Start(Sample(), Tied with { Align = true, DecoderScale = decoderScale, EncoderScale = 7 });
        Assert.All(Numbers((start.EncoderWeight * start.DecoderWeight).sum(dim: 1)), product => Assert.Equal(1, product, 1e-5));
    }

    private static double Error(AutoencoderWeights weights, Tensor sample) =>
        (sample - PreActivations(weights, sample).relu().mm(weights.DecoderWeight)).square().sum().item<float>();

    private static Tensor PreActivations(AutoencoderWeights weights, Tensor sample) =>
        (sample - weights.DecoderBias).mm(weights.EncoderWeight.t()) + weights.EncoderBias;

    private static AutoencoderWeights Start(Tensor sample, Options options)
    {
        using var context = new ComponentContext(CPU, new RandomSeed(3));
        var directions = empty(6, 4).normal_(0, 1, context.Random);
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }

    private static Tensor Sample()
    {
        using var generator = new RandomSeed(11).CreateGenerator(CPU);
        return empty(200, 4).normal_(0, 1, generator);
    }
}
