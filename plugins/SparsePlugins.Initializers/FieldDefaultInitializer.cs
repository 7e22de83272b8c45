using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="FieldDefaultInitializer"/>.</summary>
public sealed record FieldDefaultOptions : IDictionaryStart
{
    /// <summary>Length of every decoder row, and of the encoder row that is tied to it.</summary>
    [Range(1e-4, 100.0)]
    [Unit("length")]
    public double DecoderScale { get; init; } = 0.1;

    /// <summary>Where the decoder bias starts: <c>zero</c>, the <c>mean</c> of the sample, or its <c>geometric-median</c>.</summary>
    [UsedOnlyIf("architecture.decoder_bias", true)]
    public DecoderBiasStart DecoderBias { get; init; } = DecoderBiasStart.Zero;

    EncoderStart IDictionaryStart.Encoder => EncoderStart.Tied;

    double IDictionaryStart.EncoderScale => DecoderScale;
}

/// <summary>The start of the common training libraries: short decoder rows of random direction, the encoder their transpose, biases 0.</summary>
/// <remarks>
/// Source: SAELens (standard architecture): Kaiming-uniform rows scaled to length 0.1, W_enc = W_dec^T, b_enc = b_dec = 0.
/// Departures: none. It needs an architecture whose decoder rows keep no length, such as relu with <c>unit_decoder: false</c>.
/// </remarks>
[Component("field-default")]
public sealed class FieldDefaultInitializer(FieldDefaultOptions options) : IDictionaryInitializer
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
