namespace SparsePlugins.Kernels;

/// <summary>What an update learns from.</summary>
/// <typeparam name="TLanes">The machine.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <param name="parameters">What it updates.</param>
/// <param name="directions">[F, padded D] the decoder before the update.</param>
/// <param name="decoderBias">[padded D] before the update.</param>
/// <param name="batch">The batch.</param>
/// <param name="errors">[groups, B, padded D] x_hat - x.</param>
/// <param name="squaredScale">2 s.</param>
/// <param name="penalty">s L1.</param>
/// <param name="adam">How rows are updated.</param>
internal readonly unsafe struct LearningInput<TLanes, TVector>(
    Parameters parameters,
    float* directions,
    float* decoderBias,
    PackedBatch batch,
    float* errors,
    float squaredScale,
    float penalty,
    AdamRows<TLanes, TVector> adam
)
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>How rows are updated. A field, which isn't copied to call it.</summary>
    public readonly AdamRows<TLanes, TVector> Adam = adam;

    /// <summary>What it updates.</summary>
    public Parameters Parameters { get; } = parameters;

    /// <summary>[F, padded D] the decoder before the update.</summary>
    public float* Directions { get; } = directions;

    /// <summary>[padded D] before the update.</summary>
    public float* DecoderBias { get; } = decoderBias;

    /// <summary>The batch.</summary>
    public PackedBatch Batch { get; } = batch;

    /// <summary>[groups, B, padded D] x_hat - x.</summary>
    public float* Errors { get; } = errors;

    /// <summary>2 s.</summary>
    public float SquaredScale { get; } = squaredScale;

    /// <summary>s L1.</summary>
    public float Penalty { get; } = penalty;
}
