namespace ComponentNamePlugin

open System
open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameArchitecture" />.</summary>
/// <remarks>Each property is an option: K is written `k` in a manifest, its first value is the default, [Range] the rule, the summary the help.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    /// <summary>How many codes of a sample are kept.</summary>
    [<Range(1, 1_000_000); Unit("codes")>]
    member val K = 8 with get, set

/// <summary>The k codes of a sample with the largest magnitude, positive or negative, each times a learned gain of its feature.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[<Component("component-name"); Sealed>]
type ComponentNameArchitecture(options: ComponentNameOptions) =
    interface IArchitecture with
        /// <inheritdoc/>
        member _.Formula =
            $"codes = keep_{options.K}((x @ encoder_weight.T + encoder_bias) * gain); x_hat = codes @ decoder_weight; "
            + $"keep_{options.K} makes all but the {options.K} codes of a row with the largest magnitude 0"

        /// <inheritdoc/>
        member _.Parameters(shape) =
            if options.K > shape.Features then
                // The name of the property makes the message point at the option in the manifest.
                raise (
                    ArgumentException(
                        $"k must be at most the {shape.Features} features, got {options.K}",
                        nameof options.K
                    )
                )

            [|
                yield! ParameterShape.Standard(shape, decoderBias = false) // encoder and decoder, as initializers give them
                // Trained, one number per feature; a revival sets it back to 1. Other roles: Shared, Buffer, TrainingBuffer.
                ParameterShape("gain", ParameterRole.FeatureRows, [| int64 shape.Features |], Initial = 1.0)
            |]

        /// <inheritdoc/>
        member _.Forward(parameters, input, _) =
            // Your idea goes here. Autograd follows what you do with the parameters; the squared error is part of the loss by itself.
            let all = parameters.PreActivations(input).mul(parameters["gain"]) // [B, F]
            let struct (_, places) = all.abs().topk options.K // [B, K]
            let kept = torch.zeros_like(all).scatter_(1L, places, torch.ones_like all) // [B, F] 1 where a code is kept
            let codes = all.mul kept

            // Further terms of the loss: `Losses = [| LossTerm("my-term", a sum over the batch) |]`; new values of buffers: `Updates`.
            ForwardPass(codes, parameters.Decode codes)
