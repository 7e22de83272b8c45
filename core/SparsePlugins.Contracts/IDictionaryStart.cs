namespace SparsePlugins.Contracts;

/// <summary>How the parts of an autoencoder start that are not its directions; <see cref="InitializerOptions"/> offers it as options.</summary>
/// <remarks>Options that don't inherit that record implement it, with properties of these names, which are the manifest's keys.</remarks>
public interface IDictionaryStart
{
    /// <summary>Where the encoder starts.</summary>
    EncoderStart Encoder { get; }

    /// <summary>Length of every encoder row of a tied start.</summary>
    double EncoderScale { get; }

    /// <summary>Where the decoder bias starts.</summary>
    DecoderBiasStart DecoderBias { get; }
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
