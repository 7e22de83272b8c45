using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class FieldDefaultInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new FieldDefaultInitializer(new());

    protected override double DecoderScale => 0.1;

    [Fact]
    public void The_encoder_is_the_short_decoder_and_biases_are_zero()
    {
        AssertClose(Weights.DecoderWeight, Weights.EncoderWeight, 0);
        Assert.Equal(0, Weights.EncoderBias.abs().max().item<float>());
        Assert.Equal(0, Weights.DecoderBias.abs().max().item<float>());
    }

    [Fact]
    public void Directions_are_those_of_kaiming()
    {
        using var context = ToyProblem.Context();
        var kaiming = new KaimingInitializer(new()).Initialize(Problem.Shape, Problem.Sample, context);
        AssertClose(kaiming.DecoderWeight * 0.1, Weights.DecoderWeight, 1e-7);
    }
}
