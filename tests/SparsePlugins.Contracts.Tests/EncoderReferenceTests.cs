using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

/// <summary>What living features are like on average.</summary>
public sealed class EncoderReferenceTests : TensorTest
{
    [Fact]
    public void It_averages_lengths_and_biases_of_the_features_that_it_is_of()
    {
        var encoder = tensor(
            new float[,]
            {
                { 3, 4 },
                { 0, 1 },
                { 9, 9 },
            }
        );
        var decoder = tensor(
            new float[,]
            {
                { 0, 0.25f },
                { 0.75f, 0 },
                { 9, 9 },
            }
        );
        var weights = new AutoencoderWeights(encoder, tensor(new[] { 1f, 2, 9 }), decoder, zeros(2));
        Assert.Equal(new EncoderReference(3, 1.5) { DecoderLength = 0.5 }, EncoderReference.Of(weights, tensor(new[] { 0L, 1 })));
    }

    [Fact]
    public void Decoder_rows_of_length_1_but_for_rounding_count_as_1()
    {
        var decoder = Directions.Unit(rand(50, 7, generator: new RandomSeed(1).CreateGenerator(CPU)) + 1e-3);
        var weights = new AutoencoderWeights(ones(50, 7), zeros(50), decoder, zeros(7));
        Assert.Equal(1.0, EncoderReference.Of(weights).DecoderLength);
    }
}
