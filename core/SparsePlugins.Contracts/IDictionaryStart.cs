namespace SparsePlugins.Contracts;

/// <summary>How the parts of an autoencoder start that are not its directions; <see cref="InitializerOptions"/> offers it as options.</summary>
/// <remarks>Options that don't inherit that record implement it, with properties of these names, which are the manifest's keys.</remarks>
public interface IDictionaryStart
{
    /// <summary>Where the encoder starts.</summary>
    EncoderStart Encoder { get; }

    /// <summary>Length of every encoder row of a tied start.</summary>
    double EncoderScale { get; }

    /// <summary>Whether the rows of a tied encoder have the length with which each has the scalar product 1 with its decoder row, instead of that scale.</summary>
    bool Align => false;

    /// <summary>Where the decoder bias starts.</summary>
    DecoderBiasStart DecoderBias { get; }

    /// <summary>Length of every decoder row; 1 where the architecture keeps it there.</summary>
    double DecoderScale { get; }
}

/// <summary>What of a start is fitted to the sample; options of <see cref="IDictionaryStart"/> without it fit nothing.</summary>
public interface IFittedStart
{
    /// <summary>Whether the length of a tied encoder's rows is the one that reconstructs the sample best.</summary>
    bool FitEncoderScale { get; }

    /// <summary>Where encoder biases start.</summary>
    EncoderBiasStart EncoderBias { get; }

    /// <summary>The part of the sample on which the first feature is to be active, in (0, 1].</summary>
    double FiringRate { get; }

    /// <summary>How the rates fall: feature i, from 0, is to be active on <see cref="FiringRate"/> / (i + 1)^decay of the sample.</summary>
    double FiringRateDecay { get; }
}

/// <summary>Where encoder biases start.</summary>
public enum EncoderBiasStart
{
    /// <summary>With the encoder: drawn for an independent one, 0 for a tied one.</summary>
    WithEncoder,

    /// <summary>At 0.</summary>
    Zero,

    /// <summary>At minus the mean pre-activation of the sample.</summary>
    NegativeMean,

    /// <summary>Where a feature is active on a given part of the sample.</summary>
    Quantile,
}

/// <summary>Where an encoder starts.</summary>
public enum EncoderStart
{
    /// <summary>Weights and bias from U(±1/sqrt D), whatever the decoder is.</summary>
    Independent,

    /// <summary>The decoder's directions, scaled; bias 0.</summary>
    Tied,
}

/// <summary>Where a decoder bias starts.</summary>
public enum DecoderBiasStart
{
    /// <summary>At 0.</summary>
    Zero,

    /// <summary>At the mean of the sample.</summary>
    Mean,

    /// <summary>At the sample's geometric median: the point with the smallest sum of distances to the rows.</summary>
    GeometricMedian,
}
