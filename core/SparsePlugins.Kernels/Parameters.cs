namespace SparsePlugins.Kernels;

/// <summary>Where the parameters of an autoencoder lie, with their moments.</summary>
/// <param name="encoderWeight">[F, D].</param>
/// <param name="encoderBias">[F].</param>
/// <param name="decoderWeight">[F, D].</param>
/// <param name="decoderBias">[D].</param>
/// <param name="threshold">[F] or [1]; nowhere where codes have none.</param>
/// <param name="sinceFired">[F]; nowhere where nothing counts them.</param>
internal readonly unsafe struct Parameters(
    Moments encoderWeight,
    Moments encoderBias,
    Moments decoderWeight,
    Moments decoderBias,
    Moments threshold,
    long* sinceFired
)
{
    /// <summary>[F, D].</summary>
    public Moments EncoderWeight { get; } = encoderWeight;

    /// <summary>[F].</summary>
    public Moments EncoderBias { get; } = encoderBias;

    /// <summary>[F, D].</summary>
    public Moments DecoderWeight { get; } = decoderWeight;

    /// <summary>[D].</summary>
    public Moments DecoderBias { get; } = decoderBias;

    /// <summary>[F] or [1]; nowhere where codes have none.</summary>
    public Moments Threshold { get; } = threshold;

    /// <summary>[F] rows since a feature was active; nowhere where nothing counts them.</summary>
    public long* SinceFired { get; } = sinceFired;
}
