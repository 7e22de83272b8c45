using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Settings of <see cref="OrthogonalInitializer"/>.</summary>
public sealed record OrthogonalOptions : InitializerOptions;

/// <summary>Random orthonormal directions; beyond D of them, independent orthonormal blocks of D rows, the last one cut short.</summary>
/// <remarks>
/// Source: Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
/// arXiv 1312.6120; the sign fix that makes the blocks uniform: Mezzadri, "How to generate random matrices from the classical compact groups",
/// arXiv math-ph/0609050.
/// Departures: more rows than columns can't all be orthogonal; the usual scheme makes the columns orthogonal instead, here the rows of each
/// block are, and rows of different blocks are independent.
/// </remarks>
[Component("orthogonal")]
public sealed class OrthogonalInitializer(OrthogonalOptions options) : IDictionaryInitializer
{
    /// <inheritdoc/>
    public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
    {
        var (d, f) = shape;
        var blocks = new List<Tensor>();
        for (var done = 0; done < f; done += d)
            blocks.Add(Block(Math.Min(d, f - done), d, context));
        return AutoencoderWeights.FromDirections(cat(blocks), sample, options, context);
    }

    /// <summary>Orthonormal rows [rows, D], uniform among all such, for rows at most D.</summary>
    private static Tensor Block(int rows, int d, ComponentContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var (q, r) = linalg.qr(randn(d, rows, device: context.Device, generator: context.Random)); // [D, rows], [rows, rows]
        // QR is unique only up to signs, and its routine's choice is not uniform: with R's diagonal positive, Q is.
        return (q * r.diagonal().sign()).T;
    }
}
