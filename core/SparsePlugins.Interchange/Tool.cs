namespace SparsePlugins.Interchange;

/// <summary>The tools whose dictionaries are read and written.</summary>
public enum Tool
{
    /// <summary>decoderesearch/SAELens: <c>cfg.json</c> and <c>sae_weights.safetensors</c>.</summary>
    SaeLens,

    /// <summary>EleutherAI/sparsify: <c>cfg.json</c> and <c>sae.safetensors</c>.</summary>
    Sparsify,

    /// <summary>saprmarks/dictionary_learning: <c>config.json</c> and <c>ae.pt</c>.</summary>
    DictionaryLearning,

    /// <summary>This one: a weights file.</summary>
    SparsePlugins,
}

/// <summary>Names of tools.</summary>
public static class Tools
{
    /// <summary>As the tool writes its name.</summary>
    public static string Name(this Tool tool) =>
        tool switch
        {
            Tool.SaeLens => "SAELens",
            Tool.Sparsify => "sparsify",
            Tool.DictionaryLearning => "dictionary_learning",
            _ => "SparsePlugins",
        };
}
