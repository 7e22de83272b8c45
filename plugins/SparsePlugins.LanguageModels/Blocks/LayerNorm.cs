using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>(x - mean) / sqrt(variance + epsilon) * gain + bias, with the biased variance of each row.</summary>
/// <param name="Gain">[D].</param>
/// <param name="Bias">[D].</param>
/// <param name="Epsilon">Above 0.</param>
internal sealed record LayerNorm(Tensor Gain, Tensor Bias, double Epsilon) : INorm
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor input) => nn.functional.layer_norm(input, Gain.shape, Gain, Bias, Epsilon);

    /// <inheritdoc/>
    public Tensor Scale(Tensor directions) => (directions - directions.mean([-1], keepdim: true)) * Gain;
}
