using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The rows of a sample as directions: what <c>data-sample</c> starts from, and every initializer that is to have the same points for the same seed.</summary>
public static class SampleDirections
{
    /// <summary>The places of the sample's different directions, shuffled; of rows that coincide one serves, and of rows of zeros none.</summary>
    /// <param name="sample">[N, D]; recorded activations repeat rows (the same first token), and in toy data rows with one active feature are multiples.</param>
    /// <param name="context">Its generator shuffles.</param>
    /// <returns>[P] int64, P at most N; which places they are does not depend on the order of the sample's rows beyond copies.</returns>
    public static Tensor Shuffle(Tensor sample, ComponentContext context)
    {
        using var scope = NewDisposeScope();
        var usable = (sample != 0).any(1).nonzero().flatten(); // [Z]
        var (rows, groups, _) = sample.index_select(0, usable).unique(dim: 0, return_inverse: true); // [U, D] in lexicographic order, [Z]
        var different = Directions.Distinct(rows); // [P] places in rows
        var order = different.index_select(0, randperm(different.shape[0], device: context.Device, generator: context.Random));
        var first = FirstPlaces(usable, groups!, (int)rows.shape[0]);
        return first.index_select(0, order).MoveToOuterDisposeScope();
    }

    /// <summary>The first F of them.</summary>
    /// <param name="component">Who asks, for the message.</param>
    /// <param name="features">F.</param>
    /// <param name="sample">[N, D].</param>
    /// <param name="context">Its generator shuffles.</param>
    /// <returns>[P] int64, P at least F: all of them, as the others may serve as well.</returns>
    /// <exception cref="ArgumentException">The sample has fewer.</exception>
    public static Tensor ShuffleAtLeast(string component, int features, Tensor sample, ComponentContext context)
    {
        var places = Shuffle(sample, context);
        return places.shape[0] >= features ? places : throw TooFew(component, "different directions", features, places.shape[0], sample);
    }

    /// <summary>What to say where a sample gives too few directions.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="needs">What it looks for, in the plural.</param>
    /// <param name="features">F.</param>
    /// <param name="found">How many it found.</param>
    /// <param name="sample">[N, D].</param>
    public static ArgumentException TooFew(string component, string needs, int features, long found, Tensor sample)
    {
        var instead = "use an initializer that draws its directions, such as orthogonal";
        var fix = found > 0 ? $"lower autoencoder.features to {found}, or {instead}" : instead;
        return new ArgumentException(
            $"{component} needs {features} {needs}, one for each feature; the sample of {sample.shape[0]} rows has {found} "
                + $"(rows that are zero have none, and copies and multiples of a row are one): {fix}"
        );
    }

    /// <summary>[U] of every group of equal rows the first place in the sample.</summary>
    private static Tensor FirstPlaces(Tensor usable, Tensor groups, int count)
    {
        var (places, group) = (usable.cpu().data<long>().ToArray(), groups.cpu().data<long>().ToArray());
        var first = new long[count];
        for (var i = places.Length - 1; i >= 0; i--)
        {
            first[group[i]] = places[i];
        }

        return tensor(first, device: usable.device);
    }
}
