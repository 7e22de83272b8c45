using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The part of a block that sees each position alone.</summary>
internal interface IMlp
{
    /// <summary>What is added to the residual stream.</summary>
    /// <param name="input">[B, T, D], normalized.</param>
    /// <param name="hooks">Of the block's layer.</param>
    /// <returns>[B, T, D].</returns>
    Tensor Forward(Tensor input, LayerHooks hooks);
}

/// <summary>W_out f(W_in x).</summary>
/// <param name="In">D to neurons.</param>
/// <param name="Out">Neurons to D.</param>
/// <param name="Function">f.</param>
internal sealed record PlainMlp(Linear In, Linear Out, Func<Tensor, Tensor> Function) : IMlp
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor input, LayerHooks hooks) => Out.Apply(hooks.Visit(HookSite.MlpPost, Function(In.Apply(input))));
}

/// <summary>W_out (f(W_gate x) * W_in x).</summary>
/// <param name="Gate">D to neurons.</param>
/// <param name="In">D to neurons.</param>
/// <param name="Out">Neurons to D.</param>
/// <param name="Function">f.</param>
internal sealed record GatedMlp(Linear Gate, Linear In, Linear Out, Func<Tensor, Tensor> Function) : IMlp
{
    /// <inheritdoc/>
    public Tensor Forward(Tensor input, LayerHooks hooks) =>
        Out.Apply(hooks.Visit(HookSite.MlpPost, Function(Gate.Apply(input)) * In.Apply(input)));
}
