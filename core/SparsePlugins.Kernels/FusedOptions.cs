using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>What the kernels compute.</summary>
/// <param name="form">The autoencoder and its loss.</param>
/// <param name="adam">The optimizer.</param>
internal sealed class FusedOptions(FusedForm form, AdamOptions adam)
{
    /// <summary>How codes come from pre-activations.</summary>
    public FusedCodes Codes { get; } = Checked(form.Codes);

    /// <summary>Weight of the L1 penalty on the codes; at least 0.</summary>
    public double L1 { get; } =
        form.Codes switch
        {
            ReluCodes relu => relu.L1,
            TopKCodes top => top.L1,
            _ => 0,
        };

    /// <summary>What dead features learn besides.</summary>
    public FusedAuxiliary? Auxiliary { get; } = form.Auxiliary;

    /// <summary>Where each group of features ends that is added to those before it; the last ends at F.</summary>
    public int[] GroupEnds(int features) => [.. FusedForm.PrefixSizes(form.Prefixes, features), features];

    /// <summary>Whether a decoder bias is learned, and subtracted from the input.</summary>
    public bool DecoderBias { get; } = form.DecoderBias;

    /// <summary>Adam's step size.</summary>
    public double LearningRate { get; } = adam.LearningRate;

    /// <summary>Adam's decay of the first moment.</summary>
    public double Beta1 { get; } = adam.Beta1;

    /// <summary>Adam's decay of the second moment.</summary>
    public double Beta2 { get; } = adam.Beta2;

    /// <summary>Adam's addition to the denominator.</summary>
    public double Epsilon { get; } = adam.Epsilon;

    private static FusedCodes Checked(FusedCodes codes) =>
        codes switch
        {
            TopKCodes { K: < 1 and var k } => throw TooFew("top-k", k),
            BatchTopKCodes { K: < 1 and var k } => throw TooFew("batch-top-k", k),
            _ => codes,
        };

    private static ArgumentOutOfRangeException TooFew(string name, int k) => new("form", k, $"{name} must keep at least 1 code");
}
