using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Llama 1 to 3.</summary>
/// <remarks>Source: Touvron et al., "LLaMA", arXiv 2302.13971; Hugging Face transformers, <c>models/llama</c>.</remarks>
internal static class LlamaFamily
{
    /// <summary>Reads the sizes.</summary>
    public static ModelSizes Sizes(ModelConfig config) =>
        new()
        {
            Width = config.Size("hidden_size"),
            Layers = config.Size("num_hidden_layers"),
            HeadWidth = config.Size("num_attention_heads") * HeadDim(config),
            Neurons = config.Size("intermediate_size"),
            Context = config.Size("max_position_embeddings"),
        };

    /// <summary>Reads the parts.</summary>
    public static DecoderParts Read(ModelConfig config, WeightReader weights)
    {
        var attention = config.Flag("attention_bias", false);
        return Read(config, weights, new(Input: attention, Output: attention, Mlp: config.Flag("mlp_bias", false)));
    }

    /// <summary>Reads the parts of a family that differs in its biases alone.</summary>
    /// <param name="config">The model's settings.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="biases">Which linear maps have one.</param>
    public static DecoderParts Read(ModelConfig config, WeightReader weights, Biases biases)
    {
        var (width, vocabulary) = (config.Size("hidden_size"), config.Size("vocab_size"));
        var embedding = weights.Read("embed_tokens.weight", vocabulary, width);
        var function = Activation.Read(config, "hidden_act", "silu", weights);
        var rotary = RotaryReader.Read(config, weights, HeadDim(config));
        if (2 * rotary.Frequencies.shape[0] != HeadDim(config))
        {
            throw config.Refuse("partial_rotary_factor", "must be 1 in this family");
        }

        return new DecoderParts
        {
            Embedding = embedding,
            Blocks =
            [
                .. Enumerable
                    .Range(0, config.Size("num_hidden_layers"))
                    .Select(layer => Block(config, weights, layer, rotary, biases, function)),
            ],
            FinalNorm = weights.RmsNorm("norm", width, Epsilon(config)),
            Head = config.Flag("tie_word_embeddings", false)
                ? new(embedding, null)
                : weights.Linear("lm_head", width, vocabulary, bias: false),
        };
    }

    private static DecoderBlock Block(
        ModelConfig config,
        WeightReader weights,
        int layer,
        Rotary rotary,
        Biases biases,
        Func<Tensor, Tensor> function
    )
    {
        var (name, width, inner) = ($"layers.{layer}", config.Size("hidden_size"), config.Size("intermediate_size"));
        return new DecoderBlock(
            weights.RmsNorm($"{name}.input_layernorm", width, Epsilon(config)),
            ReadAttention(config, weights, $"{name}.self_attn", biases) with
            {
                Rotary = rotary,
            },
            weights.RmsNorm($"{name}.post_attention_layernorm", width, Epsilon(config)),
            new GatedMlp(
                weights.Linear($"{name}.mlp.gate_proj", width, inner, biases.Mlp),
                weights.Linear($"{name}.mlp.up_proj", width, inner, biases.Mlp),
                weights.Linear($"{name}.mlp.down_proj", inner, width, biases.Mlp),
                function
            )
        );
    }

    private static Attention ReadAttention(ModelConfig config, WeightReader weights, string name, Biases biases)
    {
        var (width, heads, headDim) = (config.Size("hidden_size"), config.Size("num_attention_heads"), HeadDim(config));
        var keyHeads = config.OptionalSize("num_key_value_heads") ?? heads;
        if (heads % keyHeads != 0)
        {
            throw config.Refuse("num_key_value_heads", $"must divide num_attention_heads, {heads}");
        }

        return new Attention(
            weights.Linear($"{name}.q_proj", width, heads * headDim, biases.Input),
            weights.Linear($"{name}.k_proj", width, keyHeads * headDim, biases.Input),
            weights.Linear($"{name}.v_proj", width, keyHeads * headDim, biases.Input),
            weights.Linear($"{name}.o_proj", heads * headDim, width, biases.Output),
            heads,
            keyHeads,
            weights.Constant(1 / Math.Sqrt(headDim))
        );
    }

    private static int HeadDim(ModelConfig config) =>
        config.OptionalSize("head_dim") ?? (config.Size("hidden_size") / config.Heads("num_attention_heads", config.Size("hidden_size")));

    private static double Epsilon(ModelConfig config) => config.Positive("rms_norm_eps", 1e-6);

    /// <summary>Which linear maps of a block have a bias.</summary>
    /// <param name="Input">Queries, keys and values.</param>
    /// <param name="Output">The output of attention.</param>
    /// <param name="Mlp">The three of the MLP.</param>
    internal sealed record Biases(bool Input, bool Output, bool Mlp);
}
