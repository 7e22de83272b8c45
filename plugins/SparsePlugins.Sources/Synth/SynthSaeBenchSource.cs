using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>SynthSAEBench: simulated activations with rare features, a hierarchy, correlated firing and superposition, as in real networks.</summary>
/// <remarks>
/// Source: "SynthSAEBench", arXiv 2602.14687, and the synthetic models of SAELens. A sample is a bias plus the sum of strength times direction over its active
/// features. Rates follow a power law; the first features are roots of trees, in which children fire only with their parent, exclude their siblings and grow
/// with their parent; firings are correlated by a Gaussian copula of rank 25; directions are pushed apart.
/// Departures: numbers come from generators of our own, so the model of a seed is not the published instance, from which it differs as instances do, and which <c>instance</c> reads from its files; samples
/// have the same distribution, but are drawn lazily unless <c>sampler: dense</c> is asked for; and <c>shrink</c>, 16 unless stated, makes smaller models that a CPU can train on.
/// </remarks>
[Component("synth-sae-bench")]
public sealed class SynthSaeBenchSource : IActivationSource, IGroundTruth, ITrueFiring, IHierarchy
{
    private readonly SynthSaeBenchOptions _options;
    private readonly Lazy<int> _width;

    /// <summary>Keeps the options, once they agree with each other.</summary>
    /// <param name="options">What to simulate.</param>
    /// <exception cref="ArgumentException">The trees hold more features than there are, or the smallest rate is above the largest.</exception>
    public SynthSaeBenchSource(SynthSaeBenchOptions options)
    {
        _width = new Lazy<int>(SynthSizes.Of(options).Width);
        _options = options;
        if (options.Instance.Count > 0)
        {
            _width = new Lazy<int>(() => SynthInstance.Read(options.Instance).Sizes.Width);
        }
    }

    /// <inheritdoc/>
    public int ActivationDim => _width.Value;

    /// <inheritdoc/>
    public IActivationStream Open(ComponentContext context)
    {
        var world = SynthWorlds.Of(_options, context);
        return _options.Sampler == SynthSampling.Dense ? new SynthDenseStream(world, context) : new SynthSaeBenchStream(world, context);
    }

    /// <summary>The true features, and the probability that each is active in a sample.</summary>
    /// <param name="context">A context with the seed that the source is opened with.</param>
    /// <returns>[G, D] unit rows and [G] probabilities, after gating by parents and siblings: those of children are within some percent, the others exact.</returns>
    public GroundTruth Reveal(ComponentContext context)
    {
        var world = SynthWorlds.Of(_options, context);
        float[] rates = [.. SynthMarginals.Of(world).Select(rate => (float)rate)];
        return new GroundTruth(
            Features: tensor(world.Directions, device: context.Device).reshape(world.Sizes.Features, world.Sizes.Width),
            FiringProbabilities: tensor(rates, device: context.Device)
        );
    }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Firing(ComponentContext context, DataSplit split, long index, int rows)
    {
        var world = SynthWorlds.Of(_options, context);
        if (_options.Sampler == SynthSampling.Dense)
        {
            return SynthDenseStream.Firing(world, context, split, index, rows);
        }

        var sampler = new SynthSampler(world);
        var random = SynthSaeBenchStream.Random(context, split, index);
        return [.. Enumerable.Range(0, rows).Select(_ => sampler.Draw(random).Select(active => active.Feature).Order().ToArray())];
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Parents(ComponentContext context)
    {
        var world = SynthWorlds.Of(_options, context);
        var tree = world.Tree;
        return [.. Enumerable.Range(0, world.Sizes.Features).Select(feature => tree.IsChild(feature) ? tree.ParentOf(feature) : -1)];
    }
}
