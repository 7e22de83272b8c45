using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>A block of a decoder: attention and MLP, each on a normalized copy of the residual stream, which they add to.</summary>
/// <param name="AttentionNorm">Before attention.</param>
/// <param name="Attention">Attention.</param>
/// <param name="MlpNorm">Before the MLP.</param>
/// <param name="Mlp">The MLP.</param>
internal sealed record DecoderBlock(INorm AttentionNorm, Attention Attention, INorm MlpNorm, IMlp Mlp)
{
    /// <summary>Whether the MLP sees what attention sees, rather than what attention added to.</summary>
    public bool IsParallel { get; init; }

    /// <summary>The residual stream after the block.</summary>
    /// <param name="stream">[B, T, D], before it.</param>
    /// <param name="pass">Of T positions.</param>
    /// <param name="hooks">Of the block's layer.</param>
    public Tensor Forward(Tensor stream, PassShape pass, LayerHooks hooks)
    {
        var attended = hooks.Visit(HookSite.AttentionOut, Attention.Forward(AttentionNorm.Apply(stream), pass, hooks));
        if (IsParallel)
        {
            return stream + attended + RunMlp(stream, hooks);
        }

        var middle = hooks.Visit(HookSite.ResidMid, stream + attended);
        return middle + RunMlp(middle, hooks);
    }

    private Tensor RunMlp(Tensor stream, LayerHooks hooks) => hooks.Visit(HookSite.MlpOut, Mlp.Forward(MlpNorm.Apply(stream), hooks));
}
