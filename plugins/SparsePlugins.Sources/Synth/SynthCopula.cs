using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>A Gaussian copula of low rank: feature j fires where L_j . eps + sqrt(1 - |L_j|^2) eta > t_j, with P(N(0, 1) > t_j) its rate.</summary>
/// <remarks>Given the factors eps, features are independent and fire with probability Phi(z_j), z_j = Slopes_j . eps - Offsets_j.</remarks>
internal sealed class SynthCopula
{
    private const double LargestCommonVariance = 0.99;

    /// <summary>Draws the loadings.</summary>
    /// <param name="rates">[G].</param>
    /// <param name="rank">R.</param>
    /// <param name="scale">Standard deviation of a loading.</param>
    /// <param name="random">Where they come from.</param>
    public SynthCopula(double[] rates, int rank, double scale, FastRandom random)
    {
        Rank = rank;
        (Slopes, Offsets) = (new float[checked(rates.Length * rank)], new float[rates.Length]);
        var thresholds = Thresholds(rates);
        var row = new double[rank];
        for (var feature = 0; feature < rates.Length; feature++)
        {
            for (var factor = 0; factor < rank; factor++)
            {
                row[factor] = scale * random.NextGaussian();
            }

            Set(feature, row, thresholds[feature]);
        }
    }

    /// <summary>With loadings that are known.</summary>
    /// <param name="rates">[G].</param>
    /// <param name="loadings">[G * R], feature after feature.</param>
    /// <param name="ownVariance">[G] what the factors leave of a feature's variance.</param>
    public SynthCopula(double[] rates, float[] loadings, float[] ownVariance)
    {
        Rank = loadings.Length / rates.Length;
        (Slopes, Offsets) = (new float[loadings.Length], new float[rates.Length]);
        var thresholds = Thresholds(rates);
        for (var feature = 0; feature < rates.Length; feature++)
        {
            var own = Math.Sqrt(ownVariance[feature]);
            Offsets[feature] = (float)(thresholds[feature] / own);
            for (var place = feature * Rank; place < (feature + 1) * Rank; place++)
            {
                Slopes[place] = (float)(loadings[place] / own);
            }
        }
    }

    /// <summary>R.</summary>
    public int Rank { get; }

    /// <summary>[G * R], feature after feature.</summary>
    public float[] Slopes { get; }

    /// <summary>[G]</summary>
    public float[] Offsets { get; }

    /// <summary>z of a feature.</summary>
    public float At(int feature, ReadOnlySpan<float> factors)
    {
        var slopes = Slopes.AsSpan(feature * Rank, Rank);
        var sum = -Offsets[feature];
        for (var factor = 0; factor < slopes.Length; factor++)
        {
            sum += slopes[factor] * factors[factor];
        }

        return sum;
    }

    private void Set(int feature, double[] row, double threshold)
    {
        var common = row.Sum(loading => loading * loading);
        var shrink = common > LargestCommonVariance ? Math.Sqrt(LargestCommonVariance / common) : 1;
        var own = Math.Sqrt(1 - (common * shrink * shrink));
        Offsets[feature] = (float)(threshold / own);
        for (var factor = 0; factor < row.Length; factor++)
        {
            Slopes[(feature * Rank) + factor] = (float)(row[factor] * shrink / own);
        }
    }

    /// <summary>Phi^-1(1 - rate).</summary>
    private static double[] Thresholds(double[] rates)
    {
        using var scope = NewDisposeScope();
        return [.. (1 - (2 * tensor(rates, dtype: ScalarType.Float64))).erfinv().data<double>().Select(value => Math.Sqrt(2) * value)];
    }
}
