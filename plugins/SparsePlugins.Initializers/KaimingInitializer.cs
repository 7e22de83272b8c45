using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="KaimingInitializer"/>.</summary>
public sealed record KaimingOptions : InitializerOptions;

/// <summary>Directions with entries from U(±sqrt(6 / D)), Kaiming's scheme for ReLU in its uniform form.</summary>
/// <remarks>
/// Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, arXiv 1502.01852.
/// Departures: uniform entries, as in common use, where the paper draws Gaussian ones; rows are scaled to length 1, so the bound falls out
/// and up to rounding the directions are those of <c>xavier</c> for the same seed: the two differ in nothing that a unit dictionary keeps.
/// </remarks>
[Component("kaiming")]
public sealed class KaimingInitializer(KaimingOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape;
        var bound = Math.Sqrt(6.0 / d);
        var directions = empty(f, d, device: context.Device).uniform_(-bound, bound, context.Random);
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }
}
