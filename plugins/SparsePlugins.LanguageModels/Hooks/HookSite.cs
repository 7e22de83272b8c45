namespace SparsePlugins.LanguageModels;

/// <summary>Where in a block activations are read and replaced.</summary>
internal enum HookSite
{
    /// <summary>The residual stream before the block, [D].</summary>
    ResidPre,

    /// <summary>What the heads give, side by side, before the output map of attention, [H d].</summary>
    Heads,

    /// <summary>What attention adds to the stream, [D].</summary>
    AttentionOut,

    /// <summary>The stream between attention and MLP, [D]; absent from parallel blocks.</summary>
    ResidMid,

    /// <summary>The neurons of the MLP after their activation function, [neurons].</summary>
    MlpPost,

    /// <summary>What the MLP adds to the stream, [D].</summary>
    MlpOut,

    /// <summary>The residual stream after the block, [D].</summary>
    ResidPost,
}
