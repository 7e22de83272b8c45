using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>A model of the benchmark: all that is fixed before samples are drawn.</summary>
internal sealed class SynthWorld
{
    /// <summary>The model of a seed.</summary>
    public SynthWorld(SynthSaeBenchOptions options, RandomSeed seed, CancellationToken cancellation)
    {
        Options = options;
        Sizes = SynthSizes.Of(options);
        Tree = new SynthTree(Sizes, options.Children, options.Depth);
        var nominal = SynthRates.Nominal(Sizes.Features, options);
        RawRates = options.Compensate ? SynthRates.Compensated(nominal, Tree, options.Exclusive) : nominal;
        Copula = new SynthCopula(RawRates, options.CorrelationRank, options.CorrelationScale, Stream(seed, "correlation"));
        (Means, Deviations) = Strengths(options, Stream(seed, "deviations"));
        Directions = SynthDirections.Draw(Sizes, options.OrthogonalizationSteps, Stream(seed, "directions"), cancellation);
        Bias = Direction(Sizes.Width, options.BiasLength, Stream(seed, "bias"));
        RatesSeed = seed.Derive("rates");
    }

    /// <summary>A saved model; its strengths aren't saved.</summary>
    public SynthWorld(SynthSaeBenchOptions options, SynthInstance instance, RandomSeed seed)
    {
        var trees = instance.Trees;
        Options = options with { Exclusive = trees.Exclusive, ScaleByParent = trees.ScaleByParent };
        Sizes = instance.Sizes;
        Tree = new SynthTree(Sizes, trees.Children, trees.Depth);
        double[] nominal = [.. instance.Rates.Values.Select(rate => (double)rate)];
        RawRates = options.Compensate ? SynthRates.Compensated(nominal, Tree, trees.Exclusive) : nominal;
        Copula = new SynthCopula(RawRates, instance.Loadings.Values, instance.OwnVariance.Values);
        (Means, Deviations) = Strengths(options, Stream(seed, "deviations"));
        Directions = Unit(instance.Directions.Values, Sizes.Width);
        Bias = instance.Bias.Values;
        RatesSeed = seed.Derive("rates");
    }

    /// <summary>What it was made of.</summary>
    public SynthSaeBenchOptions Options { get; }

    /// <summary>G, D, roots.</summary>
    public SynthSizes Sizes { get; }

    /// <summary>The trees.</summary>
    public SynthTree Tree { get; }

    /// <summary>[G] how often a feature fires before trees take any away.</summary>
    public double[] RawRates { get; }

    /// <summary>How firings are correlated.</summary>
    public SynthCopula Copula { get; }

    /// <summary>[G] of strengths.</summary>
    public float[] Means { get; }

    /// <summary>[G] standard deviations of strengths.</summary>
    public float[] Deviations { get; }

    /// <summary>[G * D], row after row.</summary>
    public float[] Directions { get; }

    /// <summary>[D]</summary>
    public float[] Bias { get; }

    /// <summary>Where draws that measure rates come from.</summary>
    public RandomSeed RatesSeed { get; }

    private static FastRandom Stream(RandomSeed seed, string name) => new(seed.Derive(name));

    private (float[] Means, float[] Deviations) Strengths(SynthSaeBenchOptions options, FastRandom random)
    {
        var (means, deviations) = (new float[Sizes.Features], new float[Sizes.Features]);
        var last = Math.Max(1, Sizes.Features - 1);
        for (var feature = 0; feature < means.Length; feature++)
        {
            means[feature] = (float)(options.FirstMean + ((options.LastMean - options.FirstMean) * feature / last));
            deviations[feature] = (float)Math.Abs(options.Deviation + (options.DeviationSpread * random.NextGaussian()));
        }

        return (means, deviations);
    }

    private static float[] Unit(float[] rows, int width) =>
        [
            .. rows.Chunk(width)
                .SelectMany(row =>
                {
                    var length = Math.Sqrt(row.Sum(value => (double)value * value));
                    return row.Select(value => (float)(value / length));
                }),
        ];

    private static float[] Direction(int width, double length, FastRandom random)
    {
        double[] row = [.. Enumerable.Range(0, width).Select(_ => random.NextGaussian())];
        var scale = length / Math.Sqrt(row.Sum(value => value * value));
        return [.. row.Select(value => (float)(value * scale))];
    }
}
