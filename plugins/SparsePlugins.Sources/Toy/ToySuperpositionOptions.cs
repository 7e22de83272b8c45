using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Sources;

/// <summary>Settings of <see cref="ToySuperpositionSource"/>.</summary>
public sealed record ToySuperpositionOptions
{
    /// <summary>D, the width of an activation. Fewer dimensions than features make superposition.</summary>
    [Range(1, 65536)]
    [Unit("dimensions")]
    public int ActivationDim { get; init; } = 128;

    /// <summary>G, the number of true features; at most 4,096 when their firing is correlated (a G x G matrix is factored).</summary>
    [Range(1, 1048576)]
    [Unit("features")]
    public int Features { get; init; } = 256;

    /// <summary>
    /// A, the mean number of features that are active in a sample. At most the sum of the powers of <c>decay</c>, so that no probability
    /// exceeds 1. Features that <c>all_zero: force-one</c> adds come on top.
    /// </summary>
    [Range(1e-6, 1048576.0)]
    [Unit("features")]
    public double Active { get; init; } = 5;

    /// <summary>How much rarer each feature is than the one before: feature g fires with a probability proportional to decay^g; 1 makes all alike.</summary>
    [Range(1e-3, 1.0)]
    [Unit("ratio")]
    public double Decay { get; init; } = 0.998;

    /// <summary>
    /// Whether features fire independently (<c>none</c>), or with probabilities that a correlated normal vector modulates, drawn again for
    /// every batch (<c>per-batch</c>, as in the known replication code) or for every sample (<c>per-sample</c>; slow).
    /// </summary>
    public FiringCorrelation Correlation { get; init; } = FiringCorrelation.None;

    /// <summary>What becomes of a sample in which no feature fires: <c>keep</c> it, or <c>force-one</c> uniformly chosen feature to be active.</summary>
    public AllZeroRule AllZero { get; init; } = AllZeroRule.Keep;

    /// <summary>Standard deviation of the Gaussian noise that is added to every coordinate of every sample; 0 adds none.</summary>
    [Range(0.0, 100.0)]
    [Unit("standard deviation")]
    public double Noise { get; init; }

    /// <summary>
    /// How strong an active feature is: <c>uniform</c> on (0, 1), <c>half-normal</c> (the absolute value of a standard normal; mean 0.80),
    /// <c>exponential</c> (mean 1) or <c>constant</c> (always 1).
    /// </summary>
    public StrengthDistribution Strengths { get; init; } = StrengthDistribution.Uniform;

    /// <summary>
    /// The run seed whose true features all runs have, so that seeds draw other samples of one world and their dictionaries can be compared; 0 gives
    /// each run those of its own seed.
    /// </summary>
    [Range(0, int.MaxValue)]
    [Unit("seed")]
    public int WorldSeed { get; init; }
}

/// <summary>How the firing of features depends on one another.</summary>
public enum FiringCorrelation
{
    /// <summary>Features fire independently.</summary>
    None,

    /// <summary>One draw of correlated firing probabilities a batch; within the batch features fire independently.</summary>
    PerBatch,

    /// <summary>One draw of correlated firing probabilities a sample.</summary>
    PerSample,
}

/// <summary>What becomes of a sample in which no feature fires.</summary>
public enum AllZeroRule
{
    /// <summary>It stays: zeros, plus the noise.</summary>
    Keep,

    /// <summary>One feature, chosen uniformly, is made active.</summary>
    ForceOne,
}

/// <summary>Distribution of the strength of an active feature.</summary>
public enum StrengthDistribution
{
    /// <summary>U(0, 1): mean 1/2, variance 1/12.</summary>
    Uniform,

    /// <summary>|N(0, 1)|: mean sqrt(2/pi), variance 1 - 2/pi.</summary>
    HalfNormal,

    /// <summary>Exponential: mean 1, variance 1.</summary>
    Exponential,

    /// <summary>Always 1.</summary>
    Constant,
}
