using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>GPT-2.</summary>
/// <remarks>Source: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019; Hugging Face transformers, <c>models/gpt2</c>.</remarks>
internal static class Gpt2Family
{
    /// <summary>Reads the sizes.</summary>
    public static ModelSizes Sizes(ModelConfig config) =>
        new()
        {
            Width = config.Size("n_embd"),
            Layers = config.Size("n_layer"),
            HeadWidth = config.Size("n_embd"),
            Neurons = config.OptionalSize("n_inner") ?? (4 * config.Size("n_embd")),
            Context = config.Size("n_positions"),
        };

    /// <summary>Reads the parts; matrices of blocks are stored [inputs, outputs], and queries, keys and values in one.</summary>
    public static DecoderParts Read(ModelConfig config, WeightReader weights)
    {
        config.Require("add_cross_attention", supported: false, "the model reads an encoder, too");
        var (width, vocabulary, context) = (config.Size("n_embd"), config.Size("vocab_size"), config.Size("n_positions"));
        var embedding = weights.Read("wte.weight", vocabulary, width);
        var function = Activation.Read(config, "activation_function", "gelu_new", weights);
        return new DecoderParts
        {
            Embedding = embedding,
            Positions = weights.Read("wpe.weight", context, width),
            Blocks = [.. Enumerable.Range(0, config.Size("n_layer")).Select(layer => Block(config, weights, layer, function))],
            FinalNorm = weights.LayerNorm("ln_f", width, Epsilon(config)),
            Head = config.Flag("tie_word_embeddings", true)
                ? new(embedding, null)
                : weights.Linear("lm_head", width, vocabulary, bias: false),
        };
    }

    private static DecoderBlock Block(ModelConfig config, WeightReader weights, int layer, Func<Tensor, Tensor> function)
    {
        var (name, width) = ($"h.{layer}", config.Size("n_embd"));
        var inner = config.OptionalSize("n_inner") ?? (4 * width);
        return new DecoderBlock(
            weights.LayerNorm($"{name}.ln_1", width, Epsilon(config)),
            ReadAttention(config, weights, $"{name}.attn", layer),
            weights.LayerNorm($"{name}.ln_2", width, Epsilon(config)),
            new PlainMlp(
                Transposed(weights, $"{name}.mlp.c_fc", width, inner),
                Transposed(weights, $"{name}.mlp.c_proj", inner, width),
                function
            )
        );
    }

    private static Attention ReadAttention(ModelConfig config, WeightReader weights, string name, int layer)
    {
        var (width, heads) = (config.Size("n_embd"), config.Heads("n_head", config.Size("n_embd")));
        var scale = config.Flag("scale_attn_weights", true) ? 1 / Math.Sqrt(width / heads) : 1;
        scale /= config.Flag("scale_attn_by_inverse_layer_idx", false) ? layer + 1 : 1;
        var together = Transposed(weights, $"{name}.c_attn", width, 3 * width);
        return new Attention(
            Part(together, 0),
            Part(together, 1),
            Part(together, 2),
            Transposed(weights, $"{name}.c_proj", width, width),
            heads,
            heads,
            weights.Constant(scale)
        );

        // Views of what the reader keeps, but tensors of their own.
        Linear Part(Linear all, int part) =>
            new(weights.Keep(all.Weight.narrow(0, part * width, width)), weights.Keep(all.Bias!.narrow(0, part * width, width)));
    }

    private static Linear Transposed(WeightReader weights, string name, int inputs, int outputs) =>
        new(weights.Keep(weights.Read($"{name}.weight", inputs, outputs).t()), weights.Read($"{name}.bias", outputs));

    private static double Epsilon(ModelConfig config) => config.Positive("layer_norm_epsilon", 1e-5);
}
