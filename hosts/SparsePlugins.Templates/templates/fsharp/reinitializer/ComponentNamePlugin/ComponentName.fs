namespace ComponentNamePlugin

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameReinitializer" />.</summary>
/// <remarks>Each property is an option: EncoderScale is written `encoder_scale` in a manifest, its first value is the default, the summary the help.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    /// <summary>Length of a revived feature's encoder row; its decoder row has length 1.</summary>
    [<Range(1e-4, 10.0); Unit("length")>]
    member val EncoderScale = 0.2 with get, set

/// <summary>Dead features take the directions of what the worst examples leave unexplained.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[<Component("component-name"); Sealed>]
type ComponentNameReinitializer(options: ComponentNameOptions) =
    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            // K dead features; it proposes a row for each, and the host writes them.
            let count = dead.Indices.shape[0]
            let examples = dead.WorstResiduals.shape[0] // there may be fewer than dead features

            // All randomness comes from context.Random.
            let chosen =
                torch.randint (examples, [| count |], device = context.Device, generator = context.Random) // [K]

            // Your idea goes here. A residual can be zero, and a direction must not be: a little noise keeps it from that.
            use little = (1e-6).ToScalar()
            let size = [| count; dead.Sample.shape[1] |]

            let noise =
                torch.randn(size, device = context.Device, generator = context.Random).mul little

            let directions = dead.WorstResiduals.index_select(0L, chosen).add noise // [K, D]
            let decoder = directions.div (directions.norm (1, keepdim = true))

            use scale = options.EncoderScale.ToScalar()
            FeatureWeights(decoder.mul scale, torch.zeros (count, device = context.Device), decoder)
