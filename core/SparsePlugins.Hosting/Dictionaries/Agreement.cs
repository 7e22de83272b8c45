using SparsePlugins.Contracts;
using SparsePlugins.Interchange;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>How far two dictionaries have the same features, without a truth.</summary>
/// <remarks>
/// Decoder rows are paired one to one so that the sum of their cosines is largest, exactly; the smaller dictionary is paired completely. Cosines keep their
/// sign: a feature and its opposite are two, as codes are not negative. Lengths of rows, and their order, don't matter.
/// </remarks>
/// <param name="Pairs">The number of pairs: the features of the smaller dictionary.</param>
/// <param name="Mean">The mean cosine over the pairs; 1 for the same dictionary.</param>
/// <param name="Above07">The share of pairs with a cosine above 0.7.</param>
/// <param name="Above09">The share of pairs with a cosine above 0.9.</param>
public sealed record Agreement(int Pairs, double Mean, double Above07, double Above09)
{
    private const long MostPairs = 16_384L * 16_384; // 2 GiB of cosines in double precision.

    /// <summary>Compares two dictionaries.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other, of the same D.</param>
    /// <exception cref="InterchangeException">They are of activations of different widths, or there are too many pairs of features.</exception>
    public static Agreement Of(PortableDictionary one, PortableDictionary other)
    {
        if (one.ActivationDim != other.ActivationDim)
        {
            throw new InterchangeException(
                $"dictionaries of {one.ActivationDim} and of {other.ActivationDim} activations can't be compared; give dictionaries of one source"
            );
        }

        if ((long)one.Features * other.Features > MostPairs)
        {
            throw new InterchangeException(
                $"{one.Features} x {other.Features} pairs of features are more than the {MostPairs} (16,384 x 16,384) that are matched exactly; compare smaller dictionaries"
            );
        }

        var (small, large) = one.Features <= other.Features ? (one, other) : (other, one);
        var costs = Costs(small, large); // [F_small, F_large]
        var columns = Assignment.Cheapest(costs, small.Features, large.Features);
        double[] cosines = [.. columns.Select((column, row) => -costs[((long)row * large.Features) + column])];
        return new Agreement(cosines.Length, cosines.Average(), Share(cosines, 0.7), Share(cosines, 0.9));
    }

    private static double Share(double[] cosines, double above) => (double)cosines.Count(cosine => cosine > above) / cosines.Length;

    private static double[] Costs(PortableDictionary one, PortableDictionary other)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var cosines = Unit(one).mm(Unit(other).t()).neg_().to_type(ScalarType.Float64).contiguous();
        return cosines.data<double>().ToArray();
    }

    /// <summary>[F, D] of length 1; a row of zeros stays, and agrees with none.</summary>
    private static Tensor Unit(PortableDictionary dictionary)
    {
        var rows = tensor(dictionary.Parameters[ParameterShape.DecoderWeight].Values)
            .reshape(dictionary.Features, dictionary.ActivationDim);
        return rows / rows.norm(dim: 1, keepdim: true).clamp_min(1e-30f);
    }
}
