using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Initializers;

/// <summary>The rows of a sample that can serve as directions, in a random order.</summary>
internal static class SamplePoints
{
    /// <summary>The sample's distinct rows that are not zero, shuffled.</summary>
    /// <param name="sample">[N, D]; recorded activations repeat rows (the same first token), and toy data has zero ones.</param>
    /// <param name="context">Its generator shuffles.</param>
    /// <returns>[P, D], P at most N.</returns>
    internal static Tensor Shuffled(Tensor sample, ComponentContext context)
    {
        var (distinct, _, _) = sample[sample.norm(dim: 1) > 0].unique(dim: 0); // [P, D]
        return distinct.index_select(0, randperm(distinct.shape[0], device: context.Device, generator: context.Random));
    }

    /// <summary>What to say when a sample gives too few directions.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="needs">What it looks for, in the plural.</param>
    /// <param name="features">F.</param>
    /// <param name="found">How many it found.</param>
    /// <param name="sample">[N, D].</param>
    internal static ArgumentException TooFew(string component, string needs, int features, long found, Tensor sample)
    {
        var rows = sample.shape[0];
        return new ArgumentException(
            $"{component} needs {features} {needs}, one for each feature; the sample of {rows} rows has {found}: "
                + $"raise training.sample to {Math.Max(features, 2 * rows)} or more, or lower autoencoder.features to {found}"
        );
    }
}
