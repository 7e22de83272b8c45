using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>Features whose firing probabilities rise and fall together, drawn again for every batch or every sample.</summary>
/// <remarks>
/// Source: L. Sharkey, D. Braun, B. Millidge, "Taking features out of superposition with sparse autoencoders", 2022, as its known
/// replication code has it. z ~ N(0, S) with S of <see cref="CorrelatedNormal"/>; weights Phi(z_g) decay^g, scaled to the mean A/G.
/// Departures: a weight that scaling would carry above 1 becomes 1 and the others take up the rest, so the mean stays A/G.
/// </remarks>
internal sealed class CorrelatedFiring : IFiringLaw
{
    // Pairs of z and -z: the odd part of the weights cancels, which leaves an error of about 0.5 % in a marginal probability.
    private const int MarginalPairs = 2048;
    private const int DrawsAtOnce = 16;

    private readonly double _active;
    private readonly double[] _decays;
    private readonly CorrelatedNormal _normal;
    private readonly bool _perSample;

    /// <summary>The law that a seed fixes.</summary>
    public CorrelatedFiring(ToySuperpositionOptions options, RandomSeed seed)
    {
        _active = options.Active;
        _decays = IndependentFiring.Decays(options);
        _perSample = options.Correlation == FiringCorrelation.PerSample;
        _normal = CorrelatedNormal.Create(options.Features, new FastRandom(seed.Derive("correlation")));
        Marginals = Average(new FastRandom(seed.Derive("marginals")));
    }

    /// <summary>Averages over 2,048 pairs of draws, since the scaling leaves no closed form; within about 0.5 % of the expectation.</summary>
    public Marginals Marginals { get; }

    public List<Firing> Draw(int rows, FastRandom random) => _perSample ? DrawPerSample(rows, random) : DrawPerBatch(rows, random);

    private List<Firing> DrawPerBatch(int rows, FastRandom random)
    {
        var (z, probabilities) = (new float[_decays.Length], new double[_decays.Length]);
        _normal.Draw(z, 1, random);
        Scale(z, 1, probabilities);
        return new IndependentFiring(probabilities).Draw(rows, random);
    }

    private List<Firing> DrawPerSample(int rows, FastRandom random)
    {
        var (z, probabilities) = (new float[DrawsAtOnce * _decays.Length], new double[_decays.Length]);
        var firings = new List<Firing>();
        for (var row = 0; row < rows; row++)
        {
            if (row % DrawsAtOnce == 0)
            {
                _normal.Draw(z, DrawsAtOnce, random);
            }

            Scale(Nth(z, row % DrawsAtOnce), 1, probabilities);
            Fire(row, probabilities, random, firings);
        }

        return firings;
    }

    private ReadOnlySpan<float> Nth(float[] z, int draw) => z.AsSpan(draw * _decays.Length, _decays.Length);

    private static void Fire(int row, double[] probabilities, FastRandom random, List<Firing> firings)
    {
        for (var feature = 0; feature < probabilities.Length; feature++)
        {
            if (random.NextPositive() <= probabilities[feature])
            {
                firings.Add(new Firing(row, feature));
            }
        }
    }

    private Marginals Average(FastRandom random)
    {
        var (z, probabilities) = (new float[DrawsAtOnce * _decays.Length], new double[_decays.Length]);
        var (sum, silence) = (new double[_decays.Length], 0.0);
        for (var draw = 0; draw < 2 * MarginalPairs; draw++)
        {
            var (pair, sign) = (draw / 2, 1 - (2 * (draw % 2)));
            if (draw % (2 * DrawsAtOnce) == 0)
            {
                _normal.Draw(z, DrawsAtOnce, random);
            }

            Scale(Nth(z, pair % DrawsAtOnce), sign, probabilities);
            silence += IndependentFiring.Silence(probabilities);
            for (var feature = 0; feature < sum.Length; feature++)
            {
                sum[feature] += probabilities[feature];
            }
        }

        return new Marginals([.. sum.Select(total => total / (2 * MarginalPairs))], silence / (2 * MarginalPairs));
    }

    private void Scale(ReadOnlySpan<float> z, int sign, double[] probabilities)
    {
        for (var feature = 0; feature < z.Length; feature++)
        {
            probabilities[feature] = NormalDistribution.Below(sign * z[feature]) * _decays[feature];
        }

        ScaleToSum(probabilities, _active);
    }

    /// <summary>Multiplies weights by the one factor for which min(1, factor * weight) sums to <paramref name="sum"/>, and cuts them at 1.</summary>
    internal static void ScaleToSum(Span<double> weights, double sum)
    {
        // Every round leaves out the weights at 1, which can only raise the factor, until no further weight reaches 1.
        var (factor, full) = (0.0, -1);
        while (true)
        {
            var (free, above) = (0.0, 0);
            foreach (var weight in weights)
            {
                (free, above) = weight * factor >= 1 ? (free, above + 1) : (free + weight, above);
            }

            if (above == full || free == 0)
            {
                break;
            }

            (factor, full) = ((sum - above) / free, above);
        }

        foreach (ref var weight in weights)
        {
            weight = Math.Min(1, weight * factor);
        }
    }
}
