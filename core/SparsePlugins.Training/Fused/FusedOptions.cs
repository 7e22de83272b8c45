using SparsePlugins.Contracts;

namespace SparsePlugins.Training.Fused;

/// <summary>What the kernels compute.</summary>
/// <param name="form">The autoencoder and its loss.</param>
/// <param name="adam">The optimizer.</param>
internal sealed class FusedOptions(FusedForm form, AdamOptions adam)
{
    /// <summary>Weight of the L1 penalty on the codes; at least 0.</summary>
    public double L1 { get; } = form.L1;

    /// <summary>Whether a decoder bias is learned, and subtracted from the input.</summary>
    public bool DecoderBias { get; } = form.DecoderBias;

    /// <summary>How many codes of a row are kept; <see langword="null"/> for all.</summary>
    public int? TopK { get; } =
        form.K is null or >= 1 ? form.K : throw new ArgumentOutOfRangeException(nameof(form), form.K, "top-k must keep at least 1 code");

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; } = adam.LearningRate;

    /// <summary>Adam's decay of the first moment.</summary>
    public double Beta1 { get; } = adam.Beta1;

    /// <summary>Adam's decay of the second moment.</summary>
    public double Beta2 { get; } = adam.Beta2;

    /// <summary>Adam's addition to the denominator.</summary>
    public double Epsilon { get; } = adam.Epsilon;
}
