using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Simulated activations: sparse sums of more random directions than there are dimensions, so the true features are known.</summary>
/// <remarks>
/// Source: L. Sharkey, D. Braun, B. Millidge, "Taking features out of superposition with sparse autoencoders", 2022; P. Peigné, "Taking
/// features out of superposition with sparse autoencoders more quickly with informed initialization", 2023.
/// G features: rows of N(0, I) in D dimensions, scaled to length 1, fixed by the seed. A sample is the sum of strength times feature over
/// the active features, plus noise; feature g is active with a probability proportional to decay^g, with A active on average.
/// Departures: features fire independently unless <c>correlation</c> says otherwise, and a sample without any is kept unless
/// <c>all_zero</c> does; the replication code correlates and forces one. Numbers come from <see cref="FastRandom"/> on the CPU, whatever
/// the device, so every device sees the same data.
/// </remarks>
[Component("toy-superposition")]
public sealed class ToySuperpositionSource : IActivationSource, IGroundTruth, ITrueFiring
{
    private const int MostCorrelatedFeatures = 4096;
    private readonly ToySuperpositionOptions _options;

    /// <summary>Keeps the options, once they agree with each other: before any data is drawn, so that planning can refuse them.</summary>
    /// <param name="options">What to simulate.</param>
    /// <exception cref="ArgumentException">
    /// So many features would be active that a probability exceeds 1, or correlated features are more than 4,096.
    /// </exception>
    public ToySuperpositionSource(ToySuperpositionOptions options)
    {
        _ = IndependentFiring.DecayingProbabilities(options);
        RequireSizes(options);
        _options = options;
    }

    /// <inheritdoc/>
    public int ActivationDim => _options.ActivationDim;

    /// <inheritdoc/>
    public IActivationStream Open(ComponentContext context) => new ToySuperpositionStream(_options, context);

    /// <summary>The true features, and the probability that each is active in a sample.</summary>
    /// <param name="context">A context with the seed that the source is opened with.</param>
    /// <returns>
    /// [G, D] unit rows and [G] probabilities over all samples. They are exact for independent features, including those that
    /// <c>force-one</c> adds (the probability of an empty sample / G); for correlated ones they are averages over 4,096 draws of the
    /// probabilities, within about 0.5 %.
    /// </returns>
    public GroundTruth Reveal(ComponentContext context)
    {
        var world = new ToyWorld(_options, context.Seed);
        float[] probabilities = [.. world.FiringProbabilities().Select(probability => (float)probability)];
        return new GroundTruth(
            Features: tensor(world.Features, device: context.Device).reshape(_options.Features, _options.ActivationDim),
            FiringProbabilities: tensor(probabilities, device: context.Device)
        );
    }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Firing(ComponentContext context, DataSplit split, long index, int rows)
    {
        var firings = new ToyWorld(_options, context.Seed).Fire(rows, ToySuperpositionStream.Random(context, split, index));
        var byRow = firings.ToLookup(firing => firing.Row, firing => firing.Feature);
        return [.. Enumerable.Range(0, rows).Select(row => byRow[row].Order().ToArray())];
    }

    private static void RequireSizes(ToySuperpositionOptions options)
    {
        if (options.Correlation != FiringCorrelation.None && options.Features > MostCorrelatedFeatures)
        {
            throw new ArgumentException(
                $"toy-superposition: features must be at most {MostCorrelatedFeatures} when they are correlated, got {options.Features}; "
                    + "type fewer features, or correlation: none"
            );
        }

        if ((long)options.Features * options.ActivationDim > Array.MaxLength)
        {
            throw new ArgumentException(
                $"toy-superposition: features x activation_dim must be at most {Array.MaxLength}, got {options.Features} x {options.ActivationDim}"
            );
        }
    }
}
