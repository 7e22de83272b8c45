using SparsePlugins.Contracts;
using SparsePlugins.Interchange;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>The features of two dictionaries, paired one to one so that the sum of the cosines of their decoder rows is largest, exactly.</summary>
/// <remarks>
/// The smaller dictionary is paired completely. Cosines keep their sign: a feature and its opposite are two, as codes are not negative. Lengths of rows,
/// and their order, don't matter. Memory is 8 bytes for each pair of features, 2 GiB for 16,384 x 16,384, and a block of rows beside it.
/// </remarks>
/// <param name="First">The features of the one dictionary, by pair.</param>
/// <param name="Second">The features of the other.</param>
/// <param name="Cosines">Of each pair.</param>
public sealed record FeatureMatch(IReadOnlyList<int> First, IReadOnlyList<int> Second, IReadOnlyList<double> Cosines)
{
    private const long MostPairs = 16_384L * 16_384;
    private const int BlockRows = 256;

    /// <summary>Pairs the features of two dictionaries.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other, of the same D.</param>
    /// <param name="progress">Receives how many features of the smaller dictionary are paired; may be <see langword="null"/>.</param>
    /// <exception cref="InterchangeException">They are of activations of different widths, or there are too many pairs of features.</exception>
    public static FeatureMatch Of(PortableDictionary one, PortableDictionary other, IProgress<int>? progress = null)
    {
        RequireComparable(one, other);
        var isFirstSmall = one.Features <= other.Features;
        var (small, large) = isFirstSmall ? (one, other) : (other, one);
        var costs = Costs(small, large); // [F_small, F_large]
        var columns = Assignment.Cheapest(costs, small.Features, large.Features, progress);
        double[] cosines = [.. columns.Select((column, row) => -costs[((long)row * large.Features) + column])];
        int[] rows = [.. Enumerable.Range(0, columns.Length)];
        return isFirstSmall ? new(rows, columns, cosines) : new(columns, rows, cosines);
    }

    private static void RequireComparable(PortableDictionary one, PortableDictionary other)
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
    }

    private static double[] Costs(PortableDictionary small, PortableDictionary large)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var costs = new double[(long)small.Features * large.Features];
        var (rows, columns) = (Unit(small), Unit(large).t().neg()); // [F_small, D], [D, F_large]
        for (var first = 0; first < small.Features; first += BlockRows)
        {
            using var block = NewDisposeScope();
            var count = Math.Min(BlockRows, small.Features - first);
            var part = rows.narrow(0, first, count).mm(columns).to_type(ScalarType.Float64).contiguous();
            part.data<double>().CopyTo(costs, first * large.Features);
        }

        return costs;
    }

    /// <summary>[F, D] of length 1; a row of zeros stays, and agrees with none.</summary>
    private static Tensor Unit(PortableDictionary dictionary)
    {
        var rows = tensor(dictionary.Parameters[ParameterShape.DecoderWeight].Values)
            .reshape(dictionary.Features, dictionary.ActivationDim);
        return rows / rows.norm(dim: 1, keepdim: true).clamp_min(1e-30f);
    }
}
