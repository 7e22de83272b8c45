namespace SparsePlugins.Sources;

/// <summary>How often features are active, after trees have taken some away.</summary>
internal static class SynthMarginals
{
    private const int Draws = 8192;

    /// <summary>
    /// [G] The mean, over draws of the factors, of the exact probability given them. Exact where firings aren't correlated, and for roots and features outside
    /// of trees always; of children within some percent. Strengths that would be below 0, of less than one firing in a thousand, are not taken off.
    /// </summary>
    public static double[] Of(SynthWorld world)
    {
        var rates = world.RawRates.ToArray();
        var tree = world.Tree;
        Array.Clear(rates, tree.Roots, tree.Count - tree.Roots);
        var draws = world.Copula.Rank == 0 || world.Options.CorrelationScale == 0 ? 1 : Draws;
        var random = new FastRandom(world.RatesSeed);
        var (factors, given) = (new float[world.Copula.Rank], new double[tree.Count]);
        for (var draw = 0; draw < draws; draw++)
        {
            for (var factor = 0; factor < factors.Length; factor++)
            {
                factors[factor] = (float)random.NextGaussian();
            }

            FillGiven(world, factors, given);
            for (var feature = tree.Roots; feature < tree.Count; feature++)
            {
                rates[feature] += given[feature] / draws;
            }
        }

        return rates;
    }

    private static void FillGiven(SynthWorld world, float[] factors, double[] given)
    {
        var tree = world.Tree;
        for (var feature = 0; feature < tree.Count; feature++)
        {
            given[feature] = NormalDistribution.Below(world.Copula.At(feature, factors));
        }

        for (var parent = 0; parent < tree.Count; parent++)
        {
            var (first, count) = tree.ChildrenOf(parent);
            Keep(given.AsSpan(first, count), given[parent], world.Options.Exclusive);
        }
    }

    /// <summary>Probabilities of firing to those of staying, with a parent that is active with some probability.</summary>
    internal static void Keep(Span<double> children, double parent, bool exclusive)
    {
        double[] firing = [.. children];
        for (var child = 0; child < firing.Length; child++)
        {
            children[child] = parent * firing[child] * (exclusive ? MeanShare(firing, child) : 1);
        }
    }

    /// <summary>The mean of 1 / (1 + K), K being how many of the others fire.</summary>
    private static double MeanShare(double[] firing, int except)
    {
        var counts = new double[firing.Length]; // [k] probability that k others fire
        counts[0] = 1;
        for (var other = 0; other < firing.Length; other++)
        {
            for (var k = counts.Length - 1; k >= 0 && other != except; k--)
            {
                counts[k] = (counts[k] * (1 - firing[other])) + (k > 0 ? counts[k - 1] * firing[other] : 0);
            }
        }

        return counts.Select((probability, k) => probability / (1 + k)).Sum();
    }
}
