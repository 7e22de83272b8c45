namespace SparsePlugins.Training;

/// <summary>What an update minimises and how far it goes.</summary>
/// <remarks>
/// The loss is the mean over the batch of (squared error summed over D + <paramref name="L1"/> times the sum of the codes), divided by D:
/// Sharkey, Braun, Millidge, "Taking features out of superposition with sparse autoencoders", 2022. An auxiliary loss comes on top of the squared error.
/// </remarks>
/// <param name="L1">Weight of the L1 penalty on the codes; at least 0.</param>
/// <param name="DecoderBias">Whether a decoder bias is learned, and subtracted from the input; otherwise it stays 0.</param>
/// <param name="LearningRate">Adam's step size.</param>
/// <param name="Beta1">Adam's decay of the first moment, in [0, 1).</param>
/// <param name="Beta2">Adam's decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Adam's addition to the denominator.</param>
/// <param name="TopK">The activation: the k largest positive pre-activations of a sample, at least 1; <see langword="null"/> for ReLU, which keeps every positive one.</param>
/// <param name="Auxiliary">An auxiliary loss that revives dead features, for top-k and the eager step; <see langword="null"/> for none.</param>
public sealed record StepOptions(
    double L1,
    bool DecoderBias = false,
    double LearningRate = 3e-3,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    int? TopK = null,
    AuxiliaryOptions? Auxiliary = null
)
{
    /// <summary>The activation: the k largest positive pre-activations of a sample; <see langword="null"/> for ReLU.</summary>
    public int? TopK { get; init; } =
        TopK is null or >= 1 ? TopK : throw new ArgumentOutOfRangeException(nameof(TopK), TopK, "top-k must keep at least 1 code");
}
