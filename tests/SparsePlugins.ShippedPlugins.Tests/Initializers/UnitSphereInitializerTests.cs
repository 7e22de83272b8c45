using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class UnitSphereInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new UnitSphereInitializer(new());

    [Fact]
    public void No_direction_is_favoured() => Assert.Equal(0, PlaneDirections.MeanCosineOfFourAngles(Create()), 0.02);

    [Fact]
    public void Directions_cancel_on_average()
    {
        // The mean of n unit vectors in any dimension has an expected squared length of 1 / n.
        var mean = Initialize(new ToyProblem(activationDim: 5, features: 10_000, rows: 8)).DecoderWeight.mean([0]);
        Assert.InRange(mean.norm().item<float>(), 0, 0.04);
    }

    [Fact]
    public void A_tied_encoder_reads_along_the_directions_with_bias_zero()
    {
        using var context = ToyProblem.Context();
        var options = new UnitSphereOptions { Encoder = EncoderStart.Tied, EncoderScale = 0.25 };
        var weights = new UnitSphereInitializer(options).Initialize(Problem.Shape, Problem.Sample, context);
        AssertClose(weights.DecoderWeight * 0.25, weights.EncoderWeight);
        AssertClose(0, weights.EncoderBias, 0);
    }

    [Fact]
    public void An_independent_encoder_does_not_depend_on_the_initializer()
    {
        using var context = ToyProblem.Context();
        var other = new DataSampleInitializer(new()).Initialize(Problem.Shape, Problem.Sample, context);
        AssertClose(other.EncoderWeight, Weights.EncoderWeight, 0);
        AssertClose(other.EncoderBias, Weights.EncoderBias, 0);
    }
}
