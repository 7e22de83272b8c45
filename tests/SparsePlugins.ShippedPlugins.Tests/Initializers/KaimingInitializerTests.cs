using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class KaimingInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new KaimingInitializer(new());

    [Fact]
    public void Directions_lean_towards_the_corners_of_a_square() =>
        // A point of the square [-1, 1]^2 has E[cos 4 angle] = integral of cos(4t) / cos(t)^2 over t in [0, pi/4] = 3 - pi.
        Assert.Equal(3 - Math.PI, PlaneDirections.MeanCosineOfFourAngles(Create()), 0.02);

    [Fact]
    public void Directions_are_those_of_xavier_because_only_the_bound_differs()
    {
        using var context = ToyProblem.Context();
        var xavier = new XavierInitializer(new()).Initialize(Problem.Shape, Problem.Sample, context);
        AssertClose(xavier.DecoderWeight, Weights.DecoderWeight, 1e-6);
    }
}
