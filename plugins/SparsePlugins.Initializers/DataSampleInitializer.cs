using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="DataSampleInitializer"/>.</summary>
public sealed record DataSampleOptions : InitializerOptions;

/// <summary>F distinct points of the sample, drawn without replacement, as directions. Rows that are zero or repeated are left out.</summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023.
/// Departures: none known; the post does not say what it does with zero or repeated points.
/// </remarks>
[Component("data-sample")]
public sealed class DataSampleInitializer(DataSampleOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample has fewer than F distinct points that are not zero.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var points = SamplePoints.Shuffled(sample, context); // [P, D]
        if (points.shape[0] < shape.Features)
            throw SamplePoints.TooFew("data-sample", "distinct points that are not zero", shape.Features, points.shape[0], sample);
        return AutoencoderWeights.FromDirections(points.narrow(0, 0, shape.Features), sample, options, context);
    }
}
