namespace ComponentNamePlugin

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameInitializer" />.</summary>
/// <remarks>
/// Each property is an option: Data is written `data` in a manifest, its first value is the default, [Range] the rule, the summary the help.
/// InitializerOptions brings `encoder`, `encoder_scale` and `decoder_bias`.
/// </remarks>
[<Sealed>]
type ComponentNameOptions() =
    inherit InitializerOptions()

    /// <summary>Share of the features that are points of the sample; the others are random directions.</summary>
    [<Range(0.0, 1.0); Unit("fraction")>]
    member val Data = 0.5 with get, set

/// <summary>Points of the sample and random directions.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[<Component("component-name"); Sealed>]
type ComponentNameInitializer(options: ComponentNameOptions) =
    interface IDictionaryInitializer with
        /// <inheritdoc/>
        member _.Initialize(shape, sample, context) =
            // D is the width of an activation, F the number of features; the sample is [N, D].
            let width, features = int64 shape.ActivationDim, int64 shape.Features

            // The sample's different directions, shuffled: rows of it can be zero, copies or multiples. All randomness comes from the context, so one seed gives
            // one dictionary.
            let order = SampleDirections.Shuffle(sample, context)
            let points = min (int64 (options.Data * float features)) order.shape[0]
            let chosen = sample.index_select (0L, order.narrow (0L, 0L, points)) // [points, D]
            let size = [| features - points; width |]
            let random = torch.randn (size, device = context.Device, generator = context.Random) // [F - points, D]

            // Your idea goes here: F directions, none of them zero, and no two the same.
            let directions = torch.cat ([| chosen; random |], 0L)

            // Scales them to length 1, and starts encoder and biases as the options ask.
            AutoencoderWeights.FromDirections(directions, sample, options, context)
