using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="SvdSampleInitializer"/>.</summary>
public sealed record SvdSampleOptions : InitializerOptions;

/// <summary>
/// Left singular vectors of random blocks of the sample: D points are the columns of a [D, D] matrix U S V^T, and the columns of U, largest
/// singular value first, are D orthonormal directions. Block after block until there are F; each point serves once.
/// </summary>
/// <remarks>
/// Source: Peigné, "Taking features out of superposition with sparse autoencoders more quickly with informed initialization", LessWrong 2023.
/// Departures: a vector whose singular value is 0 (to rounding) is no direction of the data and is passed over, as is one that coincides with a vector of an
/// earlier block; points that are zero or coincide with another are left out. The data is not centred and signs are those of the SVD routine, as in the post.
/// </remarks>
[Component("svd-sample")]
public sealed class SvdSampleInitializer(SvdSampleOptions options) : IDictionaryInitializer
{
    private const double Float32Epsilon = 1.1920929e-7;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample's blocks give fewer than F directions.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var points = sample.index_select(0, SampleDirections.Shuffle(sample, context)); // [P, D]
        var found = zeros(0, shape.ActivationDim, device: context.Device); // [.., D]
        for (var first = 0L; first < points.shape[0]; first += shape.ActivationDim)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var vectors = cat([
                found,
                LeftSingularVectors(points.narrow(0, first, Math.Min(shape.ActivationDim, points.shape[0] - first))),
            ]);
            found = vectors.index_select(0, Directions.Distinct(vectors, most: shape.Features));
            if (found.shape[0] == shape.Features)
            {
                return AutoencoderWeights.FromDirections(found, sample, options, context);
            }
        }

        throw SampleDirections.TooFew("svd-sample", "left singular vectors", shape.Features, found.shape[0], sample);
    }

    /// <summary>[R, D], one row for each singular value above rounding; points are rows [P, D], P at most D.</summary>
    private static Tensor LeftSingularVectors(Tensor points)
    {
        var near = points * Directions.PowerOfTwo(points.abs().max().item<float>());
        var (vectors, values, _) = linalg.svd(near.T, fullMatrices: false); // [D, P], [P] descending
        var rounding = values.max() * (Float32Epsilon * points.shape[1]);
        var rank = (values > rounding).sum().item<long>();
        return vectors.T.narrow(0, 0, rank);
    }
}
