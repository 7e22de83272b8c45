using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="DataSampleInitializer"/>.</summary>
public sealed record DataSampleOptions : InitializerOptions;

/// <summary>
/// F points of the sample, drawn without replacement, as directions, no two of which coincide: of rows that are copies, near-copies or multiples of each
/// other one serves, and of rows that are zero none.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023.
/// Departures: none known; the post does not say what it does with zero or repeated points.
/// </remarks>
[Component("data-sample")]
public sealed class DataSampleInitializer(DataSampleOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample has fewer than F different directions.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var places = SampleDirections.ShuffleAtLeast("data-sample", shape.Features, sample, context); // [P]
        var points = sample.index_select(0, places.narrow(0, 0, shape.Features)); // [F, D]
        return AutoencoderWeights.FromDirections(points, sample, options, context);
    }
}
