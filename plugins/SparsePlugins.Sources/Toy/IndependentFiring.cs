namespace SparsePlugins.Sources;

/// <summary>Features that fire independently, each with its own probability.</summary>
/// <remarks>
/// Source: geometric skipping (L. Devroye, "Non-Uniform Random Variate Generation", 1986, II.2): the gaps between the successes of a
/// Bernoulli sequence are geometric. One exponential number an active feature instead of one uniform a feature and row, and still exact.
/// </remarks>
internal sealed class IndependentFiring(double[] probabilities) : IFiringLaw
{
    public Marginals Marginals { get; } = new(probabilities, Silence(probabilities));

    /// <summary>Probabilities proportional to decay^g whose sum is the mean number of active features.</summary>
    /// <exception cref="ArgumentException">A probability would exceed 1.</exception>
    public static double[] DecayingProbabilities(ToySuperpositionOptions options)
    {
        var weights = Decays(options);
        var total = weights.Sum();
        if (options.Active > total * (1 + 1e-12))
        {
            var limit = Math.Floor(total * 1000) / 1000; // rounded down, so that typing it is accepted
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"toy-superposition: active {options.Active} of {options.Features} features with decay {options.Decay} "
                )
                    + FormattableString.Invariant($"needs a firing probability of {options.Active / total:0.###}, above 1; ")
                    + FormattableString.Invariant($"type active {limit} or less, more features, or a larger decay")
            );
        }

        return [.. weights.Select(weight => Math.Min(1, weight * options.Active / total))];
    }

    /// <summary>[G] decay^g.</summary>
    public static double[] Decays(ToySuperpositionOptions options) =>
        [.. Enumerable.Range(0, options.Features).Select(g => Math.Pow(options.Decay, g))];

    /// <summary>That no feature fires.</summary>
    public static double Silence(ReadOnlySpan<double> probabilities)
    {
        var silence = 1.0;
        foreach (var probability in probabilities)
        {
            silence *= 1 - probability;
        }

        return silence;
    }

    public List<Firing> Draw(int rows, FastRandom random)
    {
        var firings = new List<Firing>((int)(1.1 * probabilities.Sum() * rows));
        for (var feature = 0; feature < probabilities.Length; feature++)
        {
            // Rows until the next success: floor(E / -ln(1 - p)), E exponential. Its limits are right too: p = 1 skips nothing, p = 0 never ends.
            var inverse = -1 / Log1P(-probabilities[feature]);
            var row = Skip(random, inverse);
            while (row < rows)
            {
                firings.Add(new Firing((int)row, feature));
                row += 1 + Skip(random, inverse);
            }
        }

        return firings;
    }

    private static double Skip(FastRandom random, double inverse) => Math.Floor(random.NextExponential() * inverse);

    /// <summary>ln(1 + x) to full precision for tiny x, after W. Kahan; double.LogP1 rounds 1 + x first.</summary>
    internal static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
