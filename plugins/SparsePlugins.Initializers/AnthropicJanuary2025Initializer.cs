using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="AnthropicJanuary2025Initializer"/>.</summary>
public sealed record AnthropicJanuary2025Options
{
    /// <summary>How many features are active on average at the start; at most F. 0 is the published 10,000, or a tenth of the features where that is less.</summary>
    [Range(0, 16_000_000)]
    [Unit("features")]
    public int Active { get; init; }

    /// <summary>Where the decoder bias starts: <c>zero</c>, the <c>mean</c> of the sample, or its <c>geometric-median</c>.</summary>
    [UsedOnlyIf("architecture.decoder_bias", true)]
    public DecoderBiasStart DecoderBias { get; init; } = DecoderBiasStart.Zero;
}

/// <summary>
/// The start of Anthropic's update of January 2025: decoder entries from U(±1/D), the encoder D / F times their transpose, and encoder biases with which every
/// feature is active on the same part of the sample, <c>active</c> / F.
/// </summary>
/// <remarks>
/// Source: "Circuits Updates", January 2025, Transformer Circuits Thread, for JumpReLU: W_dec ~ U(-1/n, 1/n) with n inputs and m features, W_enc = (n/m) W_dec^T,
/// and b_enc by the quantile of pre-activations at rate 10,000 / m.
/// Departures: the quantile is that of the initialization sample, where theirs is of about 100,000 rows, and sets pre-activations to 0, from which a threshold
/// of jump-relu then takes its part (they add it). 10,000 features are for dictionaries of millions: below 100,000 the default is a tenth of them. It needs an architecture whose decoder rows are free, such as relu with <c>unit_decoder: false</c>.
/// </remarks>
[Component("anthropic-january-2025")]
[OwnRowLengths]
public sealed class AnthropicJanuary2025Initializer(AnthropicJanuary2025Options options) : IDictionaryInitializer
{
    private const double Published = 10_000;
    private const double MostUnasked = 0.1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">More features are to be active than there are.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape;
        if (options.Active > f)
        {
            throw new ArgumentException(
                $"active must be at most the {f} features, got {options.Active}; write active: {f} or less",
                nameof(options.Active)
            );
        }

        var decoder = empty(f, d, device: context.Device).uniform_(-1.0 / d, 1.0 / d, context.Random); // [F, D]
        var unit = AutoencoderWeights.FromDirections(decoder, sample, Start(f), context);
        var lengths = decoder.norm(dim: 1, keepdim: true) * ((double)d / f); // [F, 1] of encoder rows; biases of longer rows are longer in proportion.
        return unit with
        {
            EncoderWeight = unit.EncoderWeight * lengths,
            EncoderBias = unit.EncoderBias * lengths.squeeze(1),
            DecoderWeight = decoder,
        };
    }

    /// <summary>Part of the sample on which a feature is active.</summary>
    private double Rate(int features) =>
        options.Active > 0 ? (double)options.Active / features : Math.Min(Published / features, MostUnasked);

    private InitializerOptions Start(int features) =>
        new()
        {
            Encoder = EncoderStart.Tied,
            EncoderBias = EncoderBiasStart.Quantile,
            FiringRate = Rate(features),
            DecoderBias = options.DecoderBias,
        };
}
