namespace ComponentNamePlugin

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameReinitializer" />.</summary>
/// <remarks>Each property is an option: EncoderScale is written `encoder_scale` in a manifest, its first value is the default, the summary the help.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    /// <summary>Length of a revived feature's encoder row, as a multiple of the mean of living features; its decoder row has length 1.</summary>
    [<Range(1e-4, 10.0); Unit("mean living encoder rows")>]
    member val EncoderScale = 0.2 with get, set

/// <summary>Dead features take the directions of what the worst examples leave unexplained.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[<Component("component-name"); Sealed>]
type ComponentNameReinitializer(options: ComponentNameOptions) =
    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            // All randomness comes from context.Random.
            let examples = dead.WorstResiduals.shape[0]

            let order =
                torch.randperm (examples, device = context.Device, generator = context.Random) // [W]

            // Your idea goes here: candidates for directions, the best first. Those that are zero, or a direction that a feature has already, are passed
            // over, as features with equal weights never part. There may be fewer than dead features; the others stay dead until the next time.
            let candidates = dead.WorstResiduals.index_select (0L, order) // [W, D]
            let decoder = dead.NewDirections candidates // [P, D] rows of length 1, for the first P of the K dead features

            // Measured by the encoders of living features, and those of the initialization where none lives.
            use scale = (options.EncoderScale * dead.Living.Length).ToScalar()
            FeatureWeights(decoder.mul scale, torch.zeros (decoder.shape[0], device = context.Device), decoder) // The host writes them.
