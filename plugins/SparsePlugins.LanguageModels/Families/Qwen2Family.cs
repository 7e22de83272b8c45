namespace SparsePlugins.LanguageModels;

/// <summary>Qwen 2 and 2.5: Llama with biases of queries, keys and values.</summary>
/// <remarks>Source: Yang et al., "Qwen2 Technical Report", arXiv 2407.10671; Hugging Face transformers, <c>models/qwen2</c>.</remarks>
internal static class Qwen2Family
{
    /// <summary>Reads the parts.</summary>
    public static DecoderParts Read(ModelConfig config, WeightReader weights)
    {
        config.Require("use_sliding_window", supported: false, "some layers would see a window of positions");
        if (config.Items("layer_types")?.Any(type => type.ToString() != "full_attention") ?? false)
        {
            throw config.Refuse("layer_types", "must be full_attention for every layer", "choose a model without windows");
        }

        return LlamaFamily.Read(config, weights, new(Input: true, Output: false, Mlp: false));
    }
}
