using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>What is applied to the residual stream before attention, the MLP and the head.</summary>
internal interface INorm
{
    /// <summary>The normalized rows.</summary>
    /// <param name="input">[B, T, D].</param>
    Tensor Apply(Tensor input);

    /// <summary>What it makes of directions, but for the division by a row's own length.</summary>
    /// <param name="directions">[F, D].</param>
    Tensor Scale(Tensor directions);
}
