namespace ComponentNamePlugin

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameReinitializer" />.</summary>
/// <remarks>Each property is an option: Examples is written `examples` in a manifest, its first value is the default, the summary the help.
/// ReinitializerOptions brings `encoder_scale` and `encoder_bias`.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    inherit ReinitializerOptions()

    /// <summary>How many of the worst examples are looked at, the worst first.</summary>
    [<Range(1, 1_000_000); Unit("examples")>]
    member val Examples = 1000 with get, set

/// <summary>Dead features take the directions of what the worst examples leave unexplained.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[<Component("component-name"); Sealed>]
type ComponentNameReinitializer(options: ComponentNameOptions) =
    interface IDeadFeatureReinitializer with
        /// <inheritdoc/>
        member _.Propose(dead, context) =
            // All randomness comes from context.Random.
            let examples = min (int64 options.Examples) dead.WorstResiduals.shape[0]

            let order =
                torch.randperm (examples, device = context.Device, generator = context.Random) // [W]

            // Your idea goes here: candidates for directions, the best first. Those that are zero, or a direction that a feature has already, are passed
            // over, as features with equal weights never part. There may be fewer than dead features; the others stay dead until the next time.
            let candidates = dead.WorstResiduals.index_select (0L, order) // [W, D]
            FeatureWeights.FromDirections(candidates, dead, options, context) // For the first P of the K dead features; the host writes them.
