using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>The forward pass: codes = relu((x - b_dec) W_enc^T + b_enc), x_hat = codes W_dec + b_dec.</summary>
public static class Autoencoder
{
    /// <summary>The codes of a batch.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="input">[B, D].</param>
    /// <param name="decoderBias">Whether the architecture has a decoder bias.</param>
    /// <returns>[B, F], not negative.</returns>
    public static Tensor Encode(AutoencoderWeights weights, Tensor input, bool decoderBias)
    {
        var centred = decoderBias ? input - weights.DecoderBias : input;
        return addmm(weights.EncoderBias, centred, weights.EncoderWeight.t(), beta: 1, alpha: 1).relu_();
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
    public static EvaluationBatch Reconstruct(AutoencoderWeights weights, Tensor input, bool decoderBias)
    {
        using var _ = no_grad();
        var codes = Encode(weights, input, decoderBias);
        return new EvaluationBatch(input, codes, Decode(weights, codes, decoderBias));
    }
}
