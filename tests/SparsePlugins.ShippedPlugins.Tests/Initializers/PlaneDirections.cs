using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

/// <summary>How evenly an initializer spreads its directions in the plane.</summary>
internal static class PlaneDirections
{
    /// <summary>Mean of cos(4 angle) over 20,000 directions in the plane: 0 when no direction is favoured; its standard error is 0.005.</summary>
    internal static double MeanCosineOfFourAngles(IDictionaryInitializer initializer)
    {
        using var context = ToyProblem.Context();
        var rows = TensorAssertions.Numbers(initializer.Initialize(new(2, 20_000), zeros(1, 2), context).DecoderWeight);
        return rows.Chunk(2).Average(row => Math.Cos(4 * Math.Atan2(row[1], row[0])));
    }
}
