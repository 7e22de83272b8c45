using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>Settings of <see cref="SynthSaeBenchSource"/>. The defaults are the published ones, made sixteen times smaller by <c>shrink</c>.</summary>
public sealed record SynthSaeBenchOptions
{
    /// <summary>
    /// How much smaller the model is: features and roots are divided by it, activation_dim by its power 3/4. 1 is the published model (16,384 features in 768
    /// dimensions), 4 has 4,096 in 272, 16 has 1,024 in 96.
    /// </summary>
    [Range(1, 1024)]
    [Unit("ratio")]
    public int Shrink { get; init; } = 16;

    /// <summary>The seed of the model: directions, rates, trees. 0 takes another model for every seed of the experiment.</summary>
    [Range(0L, 1_000_000_000_000_000L)]
    public long WorldSeed { get; init; }

    /// <summary>
    /// The files of a model that SAELens saved, FOLDER/*: synthetic_model.safetensors with its directions, bias, rates and correlation, and hierarchy.json with its
    /// trees, where it has any. Then shrink and the options of what these files hold aren't used; strengths, compensation and the deviations' seed are
    /// still those stated here. Empty draws a model.
    /// </summary>
    [InputPath]
    public IReadOnlyList<string> Instance { get; init; } = [];

    /// <summary>G, the number of true features before <c>shrink</c>.</summary>
    [Range(1, 1048576)]
    [Unit("features")]
    public int Features { get; init; } = 16384;

    /// <summary>D, the width of an activation before <c>shrink</c>.</summary>
    [Range(1, 65536)]
    [Unit("dimensions")]
    public int ActivationDim { get; init; } = 768;

    /// <summary>The nominal probability that the first feature, the most frequent one, fires.</summary>
    [Range(1e-9, 1.0)]
    [Unit("probability")]
    public double LargestRate { get; init; } = 0.4;

    /// <summary>The nominal probability that the last feature fires; at most <c>largest_rate</c>.</summary>
    [Range(1e-9, 1.0)]
    [Unit("probability")]
    public double SmallestRate { get; init; } = 5e-4;

    /// <summary>How fast rates fall in between: as index^-power.</summary>
    [Range(1e-3, 10.0)]
    public double RatePower { get; init; } = 0.5;

    /// <summary>Updates that push directions apart, which are random before; 0 leaves them so.</summary>
    [Range(0, 10000)]
    [Unit("updates")]
    public int OrthogonalizationSteps { get; init; } = 100;

    /// <summary>Trees of features, before <c>shrink</c>; their roots are the most frequent features. 0 makes all features independent.</summary>
    [Range(0, 1048576)]
    [Unit("features")]
    public int Roots { get; init; } = 128;

    /// <summary>Children of a feature in a tree, which only fire where it does.</summary>
    [Range(1, 1024)]
    [Unit("features")]
    [UsedUnless(nameof(Roots), 0)]
    public int Children { get; init; } = 4;

    /// <summary>Levels of a tree below its root.</summary>
    [Range(1, 10)]
    [Unit("levels")]
    [UsedUnless(nameof(Roots), 0)]
    public int Depth { get; init; } = 3;

    /// <summary>Whether at most one child of a feature is active: of several, one is kept at random.</summary>
    [UsedUnless(nameof(Roots), 0)]
    public bool Exclusive { get; init; } = true;

    /// <summary>Whether children fire more often where their parent does, to make up for what parents and siblings take away.</summary>
    [UsedUnless(nameof(Roots), 0)]
    public bool Compensate { get; init; } = true;

    /// <summary>Whether a child's strength is multiplied by that of its parent over the parent's mean.</summary>
    [UsedUnless(nameof(Roots), 0)]
    public bool ScaleByParent { get; init; } = true;

    /// <summary>Factors behind the correlation of firings; 0 for none.</summary>
    [Range(0, 1024)]
    [Unit("factors")]
    public int CorrelationRank { get; init; } = 25;

    /// <summary>Standard deviation of the loadings on these factors.</summary>
    [Range(0.0, 1.0)]
    [UsedUnless(nameof(CorrelationRank), 0)]
    public double CorrelationScale { get; init; } = 0.1;

    /// <summary>Mean strength of the first feature; those of the others lie on a line to <c>last_mean</c>.</summary>
    [Range(0.0, 1e6)]
    [Unit("strength")]
    public double FirstMean { get; init; } = 5;

    /// <summary>Mean strength of the last feature.</summary>
    [Range(0.0, 1e6)]
    [Unit("strength")]
    public double LastMean { get; init; } = 4;

    /// <summary>Standard deviations of strengths are |N(this, <c>deviation_spread</c>)|, drawn once per feature.</summary>
    [Range(0.0, 1e6)]
    [Unit("strength")]
    public double Deviation { get; init; } = 0.5;

    /// <summary>How much the standard deviations differ among features.</summary>
    [Range(0.0, 1e6)]
    [Unit("strength")]
    public double DeviationSpread { get; init; } = 0.5;

    /// <summary>Length of a fixed random vector that is added to every sample.</summary>
    [Range(0.0, 1e6)]
    [Unit("length")]
    public double BiasLength { get; init; } = 0.5;

    /// <summary>
    /// How samples are drawn: <c>lazy</c> looks only at features that may be active, on the CPU, so that all devices see the same; <c>dense</c> draws
    /// every feature on the device of the run, for GPUs: other samples of the same distribution.
    /// </summary>
    public SynthSampling Sampler { get; init; } = SynthSampling.Lazy;
}

/// <summary>How samples are drawn.</summary>
public enum SynthSampling
{
    /// <summary>Features that may be active alone, on the CPU.</summary>
    Lazy,

    /// <summary>Every feature, on the device of the run.</summary>
    Dense,
}
