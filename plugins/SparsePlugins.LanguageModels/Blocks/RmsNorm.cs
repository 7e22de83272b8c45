using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>x / sqrt(mean of x^2 + epsilon) * gain, of each row.</summary>
/// <param name="Gain">[D].</param>
/// <param name="Epsilon">[]; above 0.</param>
internal sealed record RmsNorm(Tensor Gain, Tensor Epsilon) : INorm
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor input) => input * input.square().mean([-1], keepdim: true).add_(Epsilon).rsqrt_() * Gain;

    /// <inheritdoc/>
    public Tensor Scale(Tensor directions) => directions * Gain;
}
