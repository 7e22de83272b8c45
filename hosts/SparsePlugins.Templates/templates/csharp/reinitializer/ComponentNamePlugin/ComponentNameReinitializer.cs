using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameReinitializer"/>.</summary>
/// <remarks>Each property is an option: EncoderScale is written `encoder_scale` in a manifest, its first value is the default, the summary the help.</remarks>
public sealed record ComponentNameOptions
{
    /// <summary>Length of a revived feature's encoder row; its decoder row has length 1.</summary>
    [Range(1e-4, 10.0)]
    [Unit("length")]
    public double EncoderScale { get; init; } = 0.2;
}

/// <summary>Dead features take the directions of what the worst examples leave unexplained.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[Component("component-name")]
public sealed class ComponentNameReinitializer(ComponentNameOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var count = dead.Indices.shape[0]; // K dead features; it proposes a row for each, and the host writes them.

        // All randomness comes from context.Random. There may be fewer examples than dead features.
        var chosen = randint(dead.WorstResiduals.shape[0], count, device: context.Device, generator: context.Random); // [K]

        // Your idea goes here. A residual can be zero, and a direction must not be: a little noise keeps it from that.
        var noise = randn(count, dead.Sample.shape[1], device: context.Device, generator: context.Random) * 1e-6;
        var directions = dead.WorstResiduals.index_select(0, chosen) + noise; // [K, D]

        var decoder = directions / directions.norm(dim: 1, keepdim: true);
        return new FeatureWeights(decoder * options.EncoderScale, zeros(count, device: context.Device), decoder);
    }
}
