using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameArchitecture"/>.</summary>
/// <remarks>Each property is an option: K is written `k` in a manifest, its first value is the default, [Range] the rule, the summary the help.</remarks>
public sealed record ComponentNameOptions
{
    /// <summary>How many codes of a sample are kept.</summary>
    [Range(1, 1_000_000)]
    [Unit("codes")]
    public int K { get; init; } = 8;
}

/// <summary>The k codes of a sample with the largest magnitude, positive or negative, each times a learned gain of its feature.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[Component("component-name")]
public sealed class ComponentNameArchitecture(ComponentNameOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public string Formula =>
        $"codes = keep_{options.K}((x @ encoder_weight.T + encoder_bias) * gain); x_hat = codes @ decoder_weight; "
        + $"keep_{options.K} makes all but the {options.K} codes of a row with the largest magnitude 0";

    /// <inheritdoc/>
    public IReadOnlyList<ParameterShape> Parameters(DictionaryShape shape) =>
        options.K > shape.Features
            ? throw new ArgumentException(
                $"k must be at most the {shape.Features} features, got {options.K}",
                nameof(options.K) // So the message points at the option in the manifest.
            )
            :
            [
                .. ParameterShape.Standard(shape, decoderBias: false), // encoder and decoder, as initializers give them
                // Trained, one number per feature; a revival sets it back to 1. Other roles: Shared, Buffer, TrainingBuffer.
                new ParameterShape("gain", ParameterRole.FeatureRows, [shape.Features]) { Initial = 1 },
            ];

    /// <inheritdoc/>
    public ForwardPass Forward(ParameterSet parameters, Tensor input, ForwardMode mode)
    {
        // Your idea goes here. Autograd follows what you do with the parameters; the squared error is part of the loss by itself.
        var all = parameters.PreActivations(input) * parameters["gain"]; // [B, F]
        var places = all.abs().topk(options.K).indexes; // [B, K]
        var kept = zeros_like(all).scatter_(1, places, ones_like(all)); // [B, F] 1 where a code is kept
        var codes = all * kept;

        // Further terms of the loss: `{ Losses = [new LossTerm("my-term", a sum over the batch)] }`; new values of buffers: `Updates`.
        return new ForwardPass(codes, parameters.Decode(codes));
    }
}
