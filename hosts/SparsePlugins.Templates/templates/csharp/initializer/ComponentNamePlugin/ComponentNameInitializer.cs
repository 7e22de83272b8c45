using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameInitializer"/>.</summary>
/// <remarks>
/// Each property is an option: Data is written `data` in a manifest, its first value is the default, [Range] the rule, the summary the help.
/// InitializerOptions brings `encoder`, `encoder_scale` and `decoder_bias`.
/// </remarks>
public sealed record ComponentNameOptions : InitializerOptions
{
    /// <summary>How much of a direction is data: 0 is a random direction, 1 a point of the sample.</summary>
    [Range(0.0, 1.0)]
    [Unit("fraction")]
    public double Data { get; init; } = 0.5;
}

/// <summary>Directions between random ones and points of the sample.</summary>
/// <remarks>Source: the example of `sparse plugin new`. Departures: none.</remarks>
[Component("component-name")]
public sealed class ComponentNameInitializer(ComponentNameOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape; // D is the width of an activation, F the number of features; the sample is [N, D].

        // All randomness comes from context.Random, so one seed gives one dictionary.
        var chosen = randint(sample.shape[0], f, device: context.Device, generator: context.Random); // [F]
        var points = sample.index_select(0, chosen); // [F, D]
        var random = randn(f, d, device: context.Device, generator: context.Random); // [F, D]

        // Your idea goes here: F directions, none of them zero. Rows of the sample can be, so a thousandth is always random.
        var directions = Directions.Unit(points) * options.Data + Directions.Unit(random) * (1.001 - options.Data); // [F, D]

        // Scales them to length 1, and starts encoder and biases as the options ask.
        return AutoencoderWeights.FromDirections(directions, sample, options, context);
    }
}
