using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>What a seed fixes about the toy data: the true features and the law by which they fire.</summary>
internal sealed class ToyWorld
{
    private readonly ToySuperpositionOptions _options;
    private readonly IFiringLaw _law;

    /// <summary>The world of a seed; the same for <see cref="ToySuperpositionSource.Open"/> and <see cref="ToySuperpositionSource.Reveal"/>.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public ToyWorld(ToySuperpositionOptions options, RandomSeed seed)
    {
        var independent = new IndependentFiring(IndependentFiring.DecayingProbabilities(options));
        var truth = WorldOf(options, seed).Derive("truth");
        _options = options;
        _law = options.Correlation == FiringCorrelation.None ? independent : new CorrelatedFiring(options, truth);
        Features = UnitRows(options.Features, options.ActivationDim, new FastRandom(truth.Derive("features")));
    }

    /// <summary>[G * D] the features, row after row; every row has length 1.</summary>
    public float[] Features { get; }

    /// <summary>[G] that a feature is active in a sample, forced ones included.</summary>
    public double[] FiringProbabilities()
    {
        var (probabilities, silence) = _law.Marginals;
        var forced = _options.AllZero == AllZeroRule.ForceOne ? silence / probabilities.Length : 0;
        return [.. probabilities.Select(probability => probability + forced)];
    }

    /// <summary>Draws samples onto zeros.</summary>
    /// <param name="samples">[B * D], all zero.</param>
    /// <param name="rows">B.</param>
    /// <param name="random">The batch's generator.</param>
    public void Draw(Span<float> samples, int rows, FastRandom random)
    {
        var width = _options.ActivationDim;
        foreach (var (row, feature) in Fire(rows, random))
        {
            var strength = Strength(random);
            Rows.AddScaled(samples.Slice(row * width, width), Features.AsSpan(feature * width, width), strength);
        }

        AddNoise(samples, random);
    }

    /// <summary>Which features are active in which samples of a batch: what <see cref="Draw"/> begins with.</summary>
    /// <param name="rows">B.</param>
    /// <param name="random">The batch's generator.</param>
    public List<Firing> Fire(int rows, FastRandom random)
    {
        var firings = _law.Draw(rows, random);
        if (_options.AllZero == AllZeroRule.ForceOne)
        {
            ForceOne(firings, rows, random);
        }

        return firings;
    }

    /// <summary>The seed that a run of the stated seed opens its source with, so that <c>world_seed: 3</c> is the world of the run with seed 3.</summary>
    private static RandomSeed WorldOf(ToySuperpositionOptions options, RandomSeed seed) =>
        options.WorldSeed == 0 ? seed : new RandomSeed((ulong)options.WorldSeed).Derive("source");

    private void ForceOne(List<Firing> firings, int rows, FastRandom random)
    {
        var active = new bool[rows];
        foreach (var firing in firings)
        {
            active[firing.Row] = true;
        }

        for (var row = 0; row < rows; row++)
        {
            if (!active[row])
            {
                firings.Add(new Firing(row, random.NextBelow(_options.Features)));
            }
        }
    }

    private float Strength(FastRandom random) =>
        _options.Strengths switch
        {
            StrengthDistribution.Uniform => (float)random.NextPositive(),
            StrengthDistribution.HalfNormal => (float)Math.Abs(random.NextGaussian()),
            StrengthDistribution.Exponential => (float)random.NextExponential(),
            _ => 1,
        };

    private void AddNoise(Span<float> samples, FastRandom random)
    {
        if (_options.Noise == 0)
        {
            return;
        }

        foreach (ref var value in samples)
        {
            value += (float)(_options.Noise * random.NextGaussian());
        }
    }

    private static float[] UnitRows(int count, int width, FastRandom random)
    {
        var rows = new float[checked(count * width)];
        var row = new double[width];
        for (var r = 0; r < count; r++)
        {
            var square = 0.0;
            for (var d = 0; d < width; d++)
            {
                row[d] = random.NextGaussian();
                square += row[d] * row[d];
            }

            for (var d = 0; d < width; d++)
            {
                rows[(r * width) + d] = (float)(row[d] / Math.Sqrt(square));
            }
        }

        return rows;
    }
}
