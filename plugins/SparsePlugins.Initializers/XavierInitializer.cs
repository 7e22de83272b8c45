using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="XavierInitializer"/>.</summary>
public sealed record XavierOptions : InitializerOptions;

/// <summary>Directions with entries from U(±sqrt(6 / (D + F))), Xavier's uniform scheme.</summary>
/// <remarks>
/// Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010.
/// Departures: rows are scaled to length 1, so the bound falls out and only the law of the directions remains: points of a cube, which
/// lean towards its corners, where <c>unit-sphere</c> favours no direction. Up to rounding they are those of <c>kaiming</c> for the same seed.
/// </remarks>
[Component("xavier")]
public sealed class XavierInitializer(XavierOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape;
        var bound = Math.Sqrt(6.0 / (d + f));
        var directions = empty(f, d, device: context.Device).uniform_(-bound, bound, context.Random);
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }
}
