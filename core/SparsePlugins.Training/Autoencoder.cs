using SparsePlugins.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>
/// The forward pass: codes = relu((x - b_dec) W_enc^T + b_enc), of which top-k keeps the k largest of a row; x_hat = codes W_dec + b_dec.
/// </summary>
public static class Autoencoder
{
    /// <summary>The codes of a batch.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="input">[B, D].</param>
    /// <param name="decoderBias">Whether the architecture has a decoder bias.</param>
    /// <param name="topK">How many codes of a row are kept, of equal ones that of the lower feature; <see langword="null"/> for all.</param>
    /// <returns>[B, F], not negative.</returns>
    public static Tensor Encode(AutoencoderWeights weights, Tensor input, bool decoderBias, int? topK = null)
    {
        var centred = decoderBias ? input - weights.DecoderBias : input;
        var codes = addmm(weights.EncoderBias, centred, weights.EncoderWeight.t(), beta: 1, alpha: 1).relu_();
        return topK is { } k && k < codes.shape[1] ? codes * Largest(codes, k) : codes;
    }

    /// <summary>What the codes stand for.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="codes">[B, F].</param>
    /// <param name="decoderBias">Whether the architecture has a decoder bias.</param>
    /// <returns>[B, D].</returns>
    public static Tensor Decode(AutoencoderWeights weights, Tensor codes, bool decoderBias) =>
        decoderBias ? addmm(weights.DecoderBias, codes, weights.DecoderWeight, beta: 1, alpha: 1) : codes.mm(weights.DecoderWeight);

    /// <summary>Codes and reconstruction of a batch, without gradients.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="input">[B, D].</param>
    /// <param name="decoderBias">Whether the architecture has a decoder bias.</param>
    /// <param name="topK">How many codes of a row are kept; <see langword="null"/> for all.</param>
    public static EvaluationBatch Reconstruct(AutoencoderWeights weights, Tensor input, bool decoderBias, int? topK = null)
    {
        using var _ = no_grad();
        var codes = Encode(weights, input, decoderBias, topK);
        return new EvaluationBatch(input, codes, Decode(weights, codes, decoderBias));
    }

    /// <summary>1 where a code is among the k largest of its row, of equal ones those of the lowest features; source: arXiv 2406.04093.</summary>
    private static Tensor Largest(Tensor codes, int k)
    {
        using var _ = no_grad();
        var least = codes.topk(k).values[.., ^1..]; // [B, 1]
        var above = codes > least;
        var equal = codes == least;
        using Scalar most = (long)k; // Stated, and not left to an operator: NativeGarbage.
        using Scalar one = 1L;
        var room = above.sum(dim: 1, keepdim: true).neg_().add_(most, one); // [B, 1] at least 1
        return above | (equal & (equal.cumsum(1) <= room));
    }
}
