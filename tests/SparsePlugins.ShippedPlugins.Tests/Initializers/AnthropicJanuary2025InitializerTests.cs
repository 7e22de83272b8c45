using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class AnthropicJanuary2025InitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new AnthropicJanuary2025Initializer(new() { Active = 1 });

    [Fact]
    public void Decoder_entries_fill_the_interval_of_1_over_D()
    {
        var entries = Start(new(8, 4000), 40).DecoderWeight;
        Assert.InRange(entries.max().item<float>(), 0.1249, 0.125);
        Assert.InRange(entries.min().item<float>(), -0.125, -0.1249);
        Assert.Equal(1 / (8 * Math.Sqrt(3)), entries.std().item<float>(), 5e-4);
    }

    [Fact]
    public void The_encoder_is_the_decoder_times_D_over_F()
    {
        var start = Start(new(8, 40), 5);
        AssertClose(start.DecoderWeight * 0.2, start.EncoderWeight, 1e-7);
    }

    [Theory]
    [InlineData(0, 20)] // Not stated: a tenth of the features.
    [InlineData(1, 5)]
    [InlineData(10, 50)]
    [InlineData(40, 199)] // One row is left out, so that the bias lies between two.
    public void Every_feature_is_active_on_its_part_of_the_sample(int active, int rows)
    {
        var start = Start(new(8, 40), active);
        var codes = Sample(8).mm(start.EncoderWeight.T) + start.EncoderBias;
        Assert.All(codes.gt(0).sum(dim: 0).data<long>(), count => Assert.Equal(rows, count));
    }

    [Fact]
    public void More_active_features_than_there_are_are_refused_with_what_to_type()
    {
        var refused = Assert.Throws<ArgumentException>(() => Start(new(8, 40), 10_000));
        Assert.StartsWith(
            "active must be at most the 40 features, got 10000; write active: 40 or less",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private static Tensor Sample(int width) => WeightFiles.Random(5, 200, width);

    private static AutoencoderWeights Start(DictionaryShape shape, int active)
    {
        using var context = ToyProblem.Context();
        return new AnthropicJanuary2025Initializer(new() { Active = active }).Initialize(shape, Sample(shape.ActivationDim), context);
    }
}
