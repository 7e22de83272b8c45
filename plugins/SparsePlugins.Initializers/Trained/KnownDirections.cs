using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>Fits directions that are known to the size of a dictionary.</summary>
internal static class KnownDirections
{
    /// <summary>The first F of some directions; with fewer, random directions that are uniform on the sphere come after them.</summary>
    /// <param name="component">Who asks, for the message.</param>
    /// <param name="known">[P, D], no two of which coincide, the ones to take first in front.</param>
    /// <param name="features">F.</param>
    /// <param name="fill">Whether random ones may be added.</param>
    /// <param name="context">Its stream <c>fill</c> draws them.</param>
    /// <returns>[F, D].</returns>
    /// <exception cref="ArgumentException">There are fewer, and none may be added.</exception>
    public static Tensor Take(string component, Tensor known, int features, bool fill, ComponentContext context)
    {
        var (count, width) = (known.shape[0], known.shape[1]);
        if (count >= features)
        {
            return known.narrow(0, 0, features);
        }

        if (!fill)
        {
            throw new ArgumentException(
                $"{component} needs {features} different directions, one for each feature, and found {count} (rows of zeros have none, and rows that "
                    + $"coincide are one): lower autoencoder.features to {count}, or type fill: true, which adds random directions"
            );
        }

        using var random = context.Derive("fill");
        return cat([known, randn(features - count, width, device: context.Device, generator: random.Random)]);
    }
}
