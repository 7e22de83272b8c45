using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="UnitSphereInitializer"/>.</summary>
public sealed record UnitSphereOptions : InitializerOptions;

/// <summary>Independent directions, uniform on the unit sphere in R^D: Gaussian rows scaled to length 1.</summary>
/// <remarks>
/// Source: Muller, "A note on a method for generating points uniformly on n-dimensional spheres", Communications of the ACM 2(4), 1959.
/// Departures: none.
/// </remarks>
[Component("unit-sphere")]
public sealed class UnitSphereInitializer(UnitSphereOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape;
        var directions = randn(f, d, device: context.Device, generator: context.Random);
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }
}
