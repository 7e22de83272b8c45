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
/// Departures: a vector whose singular value is 0 (to rounding) is no direction of the data and is passed over; points that are zero or repeated
/// are left out. The data is not centred and signs are those of the SVD routine, as in the post.
/// </remarks>
[Component("svd-sample")]
public sealed class SvdSampleInitializer(SvdSampleOptions options) : IDictionaryInitializer
{
    private const double Float32Epsilon = 1.1920929e-7;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The sample's blocks give fewer than F directions.</exception>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var blocks = new List<Tensor>();
        var found = 0L;
        foreach (var points in SamplePoints.Shuffled(sample, context).split(shape.ActivationDim, 0).Where(block => block.shape[0] > 0))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            blocks.Add(LeftSingularVectors(points));
            found += blocks[^1].shape[0];
            if (found >= shape.Features)
                return AutoencoderWeights.FromDirections(cat(blocks).narrow(0, 0, shape.Features), sample, options, context);
        }

        throw SamplePoints.TooFew("svd-sample", "left singular vectors", shape.Features, found, sample);
    }

    /// <summary>[R, D], one row for each singular value above rounding; points are rows [P, D], P at most D.</summary>
    private static Tensor LeftSingularVectors(Tensor points)
    {
        var (vectors, values, _) = linalg.svd(points.T, fullMatrices: false); // [D, P], [P] descending
        var rounding = values.max() * (Float32Epsilon * points.shape[1]);
        var rank = (values > rounding).sum().item<long>();
        return vectors.T.narrow(0, 0, rank);
    }
}
