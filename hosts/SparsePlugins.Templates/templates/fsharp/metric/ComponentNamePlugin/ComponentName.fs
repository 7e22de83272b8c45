namespace ComponentNamePlugin

open System.ComponentModel.DataAnnotations
open SparsePlugins.Contracts
open TorchSharp

/// <summary>Settings of <see cref="T:ComponentNamePlugin.ComponentNameMetric" />.</summary>
/// <remarks>Each property is an option: Above is written `above` in a manifest, its first value is the default, the summary the help.</remarks>
[<Sealed>]
type ComponentNameOptions() =
    /// <summary>A code counts as active if it is larger than this.</summary>
    [<Range(0.0, 1000.0)>]
    member val Above = 0.0 with get, set

/// <summary>Mean strength of active codes.</summary>
/// <remarks>
/// Source: the example of `sparse plugin new`. Departures: none.
/// A new one is made for every evaluation, so it may add up in fields: numbers, not tensors. One that reads the dictionary alone implements IMetric
/// and has no Observe; one with [Needs(Capability.GroundTruth)] gets subject.Truth.
/// </remarks>
// One Measures for each measurement: planning then checks thresholds and names, and reports say what it means. A DisplayName is what they call it.
[<Component("component-name"); Sealed>]
[<Measures("component-name",
           Better.Neither,
           Least = 0.0,
           Meaning = "mean strength of active codes, over the evaluation data")>]
type ComponentNameMetric(options: ComponentNameOptions) =
    let mutable sum = 0.0
    let mutable active = 0L

    interface IObservingMetric with
        /// <inheritdoc/>
        member _.Observe(batch) =
            // Your idea goes here: batch.Input is [B, D], batch.Codes [B, F], batch.Reconstruction [B, D].
            use least = options.Above.ToScalar()
            let fires = batch.Codes.gt least
            sum <- sum + batch.Codes.mul(fires).sum(torch.ScalarType.Float64).item<float>()
            active <- active + fires.sum().item<int64>()

        /// <inheritdoc/>
        member _.Measure(_) =
            // The first measurement has the metric's name; further ones begin with it: component-name-median. NaN means undefined.
            [| Measurement("component-name", sum / float active, "", Better.Neither) |]
