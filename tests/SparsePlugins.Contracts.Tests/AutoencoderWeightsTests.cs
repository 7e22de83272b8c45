using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

public sealed class AutoencoderWeightsTests : TensorTest
{
    private sealed record Options : InitializerOptions;

    private static readonly Options Independent = new();
    private static readonly Options Tied = new() { Encoder = EncoderStart.Tied, EncoderScale = 0.5 };

    [Fact]
    public void Directions_are_scaled_to_length_one()
    {
        // Triangles with sides 3, 4, 5 and 5, 12, 13.
        var weights = Start(
            tensor(
                new float[,]
                {
                    { 3, 4 },
                    { 0, -2 },
                    { 5, 12 },
                }
            ),
            Independent
        );
        AssertClose([0.6f, 0.8f, 0, -1, 5 / 13f, 12 / 13f], weights.DecoderWeight);
        AssertClose([0, 0], weights.DecoderBias);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void The_length_of_a_direction_does_not_count(double length) =>
        AssertClose(Numbers(Start(Directions(1), Independent).DecoderWeight), Start(Directions(1) * length, Independent).DecoderWeight);

    [Fact]
    public void An_independent_encoder_is_uniform_up_to_one_over_the_square_root_of_D()
    {
        // 200 x 16 draws from U(-0.25, 0.25): mean 0 +- 0.0026, variance 0.25^2 / 3 = 0.0208 +- 0.0003 (one standard error).
        var weights = Start(Directions(1, features: 200, width: 16), Independent);
        Assert.Equal([200, 16], weights.EncoderWeight.shape);
        Assert.Equal([200], weights.EncoderBias.shape);
        foreach (var part in new[] { weights.EncoderWeight, weights.EncoderBias })
        {
            Assert.InRange(part.abs().max().item<float>(), 0.24f, 0.25f);
            Assert.True(part.min().item<float>() < -0.24f && part.max().item<float>() > 0.24f, "one half of the range is empty");
        }
        Assert.Equal(0, weights.EncoderWeight.mean().item<float>(), 0.013);
        Assert.Equal(0.0208, weights.EncoderWeight.var().item<float>(), 0.0015);
    }

    [Fact]
    public void An_independent_encoder_is_the_same_whatever_the_directions_are()
    {
        var one = Start(Directions(1), Independent);
        var other = Start(Directions(2), Independent);
        Assert.Equal(Numbers(one.EncoderWeight), Numbers(other.EncoderWeight));
        Assert.Equal(Numbers(one.EncoderBias), Numbers(other.EncoderBias));
        Assert.NotEqual(Numbers(one.DecoderWeight), Numbers(other.DecoderWeight));
    }

    [Fact]
    public void An_independent_encoder_is_the_same_however_much_was_drawn_before()
    {
        using var context = Context();
        _ = randn(1000, generator: context.Random);
        var later = AutoencoderWeights.FromDirections(Directions(1), Directions(9), Independent, context);
        Assert.Equal(Numbers(Start(Directions(1), Independent).EncoderWeight), Numbers(later.EncoderWeight));
    }

    [Fact]
    public void Another_seed_gives_another_independent_encoder() =>
        Assert.NotEqual(
            Numbers(Start(Directions(1), Independent, seed: 5).EncoderWeight),
            Numbers(Start(Directions(1), Independent, seed: 6).EncoderWeight)
        );

    [Fact]
    public void A_tied_encoder_is_the_decoder_scaled_and_has_no_bias()
    {
        var weights = Start(
            tensor(
                new float[,]
                {
                    { 3, 4 },
                    { 0, -2 },
                }
            ),
            Tied
        );
        AssertClose([0.3f, 0.4f, 0, -0.5f], weights.EncoderWeight);
        AssertClose([0, 0], weights.EncoderBias);
        AssertClose([0.6f, 0.8f, 0, -1], weights.DecoderWeight);
    }

    [Fact]
    public void The_weights_own_their_memory()
    {
        var directions = tensor(
            new float[,]
            {
                { 1, 0 },
                { 0, 1 },
            }
        );
        var weights = Start(directions, Tied with { EncoderScale = 1 });
        directions.fill_(7);
        weights.EncoderWeight.fill_(8);
        AssertClose([1, 0, 0, 1], weights.DecoderWeight);
    }

    [Theory]
    [InlineData(0f, "is zero")]
    [InlineData(float.NaN, "holds a NaN or an infinity")]
    [InlineData(float.PositiveInfinity, "holds a NaN or an infinity")]
    public void A_direction_that_points_nowhere_is_refused_by_its_row(float value, string fault)
    {
        var directions = Directions(1);
        directions.narrow(0, 3, 1).fill_(value);
        var error = Assert.Throws<ArgumentException>(() => Start(directions, Independent));
        Assert.StartsWith($"direction 3 {fault};", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_of_several_bad_rows_is_named()
    {
        var directions = Directions(1);
        directions.narrow(0, 4, 1).fill_(0);
        directions.narrow(0, 2, 1).fill_(float.NaN);
        var error = Assert.Throws<ArgumentException>(() => Start(directions, Tied));
        Assert.StartsWith("direction 2 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directions_that_are_transposed_are_refused_by_the_width_of_the_sample()
    {
        using var context = Context();
        var error = Assert.Throws<ArgumentException>(() =>
            AutoencoderWeights.FromDirections(Directions(1).t(), Directions(9), Independent, context)
        );
        Assert.Equal(
            "the directions are [4, 6]; expected [F, D], where D is 4 as in the sample; transpose them: .T.contiguous()",
            error.Message
        );
    }

    private static Tensor Directions(ulong seed, int features = 6, int width = 4)
    {
        using var generator = new RandomSeed(seed).CreateGenerator(CPU);
        return randn(features, width, generator: generator);
    }

    private static AutoencoderWeights Start(Tensor directions, InitializerOptions options, ulong seed = 5)
    {
        using var context = Context(seed);
        return AutoencoderWeights.FromDirections(directions, ones(1, directions.shape[1]), options, context);
    }
}
