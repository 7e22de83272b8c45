using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class XavierInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new XavierInitializer(new());

    [Fact]
    public void Directions_lean_towards_the_corners_of_a_square() =>
        // A point of the square [-1, 1]^2 has E[cos 4 angle] = integral of cos(4t) / cos(t)^2 over t in [0, pi/4] = 3 - pi.
        Assert.Equal(3 - Math.PI, PlaneDirections.MeanCosineOfFourAngles(Create()), 0.02);
}
