using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>x W^T + b.</summary>
/// <param name="Weight">[outputs, inputs].</param>
/// <param name="Bias">[outputs], or none.</param>
internal sealed record Linear(Tensor Weight, Tensor? Bias)
{
    /// <summary>The outputs.</summary>
    /// <param name="input">[B, T, inputs].</param>
    /// <returns>[B, T, outputs].</returns>
    public Tensor Apply(Tensor input) => nn.functional.linear(input, Weight, Bias);
}
