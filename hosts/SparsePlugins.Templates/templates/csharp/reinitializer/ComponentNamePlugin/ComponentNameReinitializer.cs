using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameReinitializer"/>.</summary>
/// <remarks>Each property is an option: Examples is written `examples` in a manifest, its first value is the default, the summary the help.
/// ReinitializerOptions brings `encoder_scale` and `encoder_bias`.</remarks>
public sealed record ComponentNameOptions : ReinitializerOptions
{
    /// <summary>How many of the worst examples are looked at, the worst first.</summary>
    [Range(1, 1_000_000)]
    [Unit("examples")]
    public int Examples { get; init; } = 1000;
}

/// <summary>Dead features take the directions of what the worst examples leave unexplained.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[Component("component-name")]
public sealed class ComponentNameReinitializer(ComponentNameOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        // All randomness comes from context.Random.
        var examples = Math.Min(options.Examples, dead.WorstResiduals.shape[0]);
        var order = randperm(examples, device: context.Device, generator: context.Random); // [W]

        // Your idea goes here: candidates for directions, the best first. Those that are zero, or a direction that a feature has already, are passed over, as
        // features with equal weights never part. There may be fewer than dead features; the others stay dead until the next time.
        var candidates = dead.WorstResiduals.index_select(0, order); // [W, D]
        return FeatureWeights.FromDirections(candidates, dead, options, context); // For the first P of the K dead features; the host writes them.
    }
}
