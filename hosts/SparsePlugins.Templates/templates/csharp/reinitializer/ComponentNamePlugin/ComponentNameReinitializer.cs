using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameReinitializer"/>.</summary>
/// <remarks>Each property is an option: EncoderScale is written `encoder_scale` in a manifest, its first value is the default, the summary the help.</remarks>
public sealed record ComponentNameOptions
{
    /// <summary>Length of a revived feature's encoder row, as a multiple of the mean of living features; its decoder row has length 1.</summary>
    [Range(1e-4, 10.0)]
    [Unit("mean living encoder rows")]
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
        // All randomness comes from context.Random.
        var order = randperm(dead.WorstResiduals.shape[0], device: context.Device, generator: context.Random); // [W]

        // Your idea goes here: candidates for directions, the best first. Those that are zero, or a direction that a feature has already, are passed over, as
        // features with equal weights never part. There may be fewer than dead features; the others stay dead until the next time.
        var candidates = dead.WorstResiduals.index_select(0, order); // [W, D]
        var decoder = dead.NewDirections(candidates); // [P, D] rows of length 1, for the first P of the K dead features

        // Measured by the encoders of living features, and those of the initialization where none lives.
        var encoder = decoder * (options.EncoderScale * dead.Living.Length);
        return new FeatureWeights(encoder, zeros(decoder.shape[0], device: context.Device), decoder); // The host writes them.
    }
}
