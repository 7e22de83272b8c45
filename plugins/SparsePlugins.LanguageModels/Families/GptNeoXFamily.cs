using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>GPT-NeoX, and Pythia.</summary>
/// <remarks>
/// Source: Black et al., "GPT-NeoX-20B", arXiv 2204.06745; Biderman et al., "Pythia", arXiv 2304.01373; Hugging Face transformers, <c>models/gpt_neox</c>.
/// </remarks>
internal static class GptNeoXFamily
{
    /// <summary>Reads the sizes.</summary>
    public static ModelSizes Sizes(ModelConfig config) =>
        new()
        {
            Width = config.Size("hidden_size"),
            Layers = config.Size("num_hidden_layers"),
            HeadWidth = config.Size("hidden_size"),
            Neurons = config.Size("intermediate_size"),
            Context = config.Size("max_position_embeddings"),
            IsParallel = config.Flag("use_parallel_residual", true),
        };

    /// <summary>Reads the parts.</summary>
    public static DecoderParts Read(ModelConfig config, WeightReader weights)
    {
        var (width, vocabulary) = (config.Size("hidden_size"), config.Size("vocab_size"));
        var embedding = weights.Read("embed_in.weight", vocabulary, width);
        var function = Activation.Read(config, "hidden_act", "gelu", weights);
        var rotary = RotaryReader.Read(config, weights, width / Heads(config), "rotary_emb_base", share: 0.25);
        return new DecoderParts
        {
            Embedding = embedding,
            Blocks =
            [
                .. Enumerable.Range(0, config.Size("num_hidden_layers")).Select(layer => Block(config, weights, layer, rotary, function)),
            ],
            FinalNorm = weights.LayerNorm("final_layer_norm", width, Epsilon(config)),
            Head = config.Flag("tie_word_embeddings", false)
                ? new(embedding, null)
                : weights.Linear("embed_out", width, vocabulary, bias: false),
        };
    }

    private static DecoderBlock Block(ModelConfig config, WeightReader weights, int layer, Rotary rotary, Func<Tensor, Tensor> function)
    {
        var (name, width, inner) = ($"layers.{layer}", config.Size("hidden_size"), config.Size("intermediate_size"));
        return new DecoderBlock(
            weights.LayerNorm($"{name}.input_layernorm", width, Epsilon(config)),
            ReadAttention(config, weights, $"{name}.attention") with
            {
                Rotary = rotary,
            },
            weights.LayerNorm($"{name}.post_attention_layernorm", width, Epsilon(config)),
            new PlainMlp(
                weights.Linear($"{name}.mlp.dense_h_to_4h", width, inner, bias: true),
                weights.Linear($"{name}.mlp.dense_4h_to_h", inner, width, bias: true),
                function
            )
        )
        {
            IsParallel = config.Flag("use_parallel_residual", true),
        };
    }

    /// <summary>Rows of the joint matrix are ordered by head, then query, key, value, then the element of the head.</summary>
    private static Attention ReadAttention(ModelConfig config, WeightReader weights, string name)
    {
        var (width, heads, bias) = (config.Size("hidden_size"), Heads(config), config.Flag("attention_bias", true));
        var together = weights.Linear($"{name}.query_key_value", width, 3 * width, bias);
        return new Attention(
            Part(0),
            Part(1),
            Part(2),
            weights.Linear($"{name}.dense", width, width, bias),
            heads,
            heads,
            weights.Constant(1 / Math.Sqrt(width / heads))
        );

        Linear Part(int part) => new(Select(together.Weight, part, width, width), together.Bias is { } b ? Select(b, part, width) : null);
        Tensor Select(Tensor all, int part, params long[] shape) =>
            weights.Keep(all.reshape([heads, 3, width / heads, .. shape[1..]]).select(1, part).reshape(shape));
    }

    private static int Heads(ModelConfig config) => config.Heads("num_attention_heads", config.Size("hidden_size"));

    private static double Epsilon(ModelConfig config) => config.Positive("layer_norm_eps", 1e-5);
}
