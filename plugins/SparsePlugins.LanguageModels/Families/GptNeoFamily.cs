using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>GPT-Neo, and TinyStories: GPT-2 whose layers see all positions or a window of them, and whose scores aren't scaled.</summary>
/// <remarks>
/// Source: Black et al., "GPT-Neo", 2021; Eldan, Li, "TinyStories", arXiv 2305.07759; Hugging Face transformers, <c>models/gpt_neo</c>.
/// </remarks>
internal static class GptNeoFamily
{
    /// <summary>Reads the sizes.</summary>
    public static ModelSizes Sizes(ModelConfig config) =>
        new()
        {
            Width = config.Size("hidden_size"),
            Layers = config.Size("num_layers"),
            HeadWidth = config.Size("hidden_size"),
            Neurons = config.OptionalSize("intermediate_size") ?? (4 * config.Size("hidden_size")),
            Context = config.Size("max_position_embeddings"),
        };

    /// <summary>Reads the parts.</summary>
    public static DecoderParts Read(ModelConfig config, WeightReader weights)
    {
        var (width, vocabulary, context) = (config.Size("hidden_size"), config.Size("vocab_size"), config.Size("max_position_embeddings"));
        var embedding = weights.Read("wte.weight", vocabulary, width);
        var function = Activation.Read(config, "activation_function", "gelu_new", weights);
        return new DecoderParts
        {
            Embedding = embedding,
            Positions = weights.Read("wpe.weight", context, width),
            Blocks = [.. Windows(config).Select((window, layer) => Block(config, weights, layer, window, function))],
            FinalNorm = weights.LayerNorm("ln_f", width, Epsilon(config)),
            Head = config.Flag("tie_word_embeddings", true)
                ? new(embedding, null)
                : weights.Linear("lm_head", width, vocabulary, bias: false),
        };
    }

    private static DecoderBlock Block(ModelConfig config, WeightReader weights, int layer, int? window, Func<Tensor, Tensor> function)
    {
        var (name, width) = ($"h.{layer}", config.Size("hidden_size"));
        var (heads, inner) = (config.Heads("num_heads", width), config.OptionalSize("intermediate_size") ?? (4 * width));
        var attention = $"{name}.attn.attention";
        return new DecoderBlock(
            weights.LayerNorm($"{name}.ln_1", width, Epsilon(config)),
            new Attention(
                weights.Linear($"{attention}.q_proj", width, width, bias: false),
                weights.Linear($"{attention}.k_proj", width, width, bias: false),
                weights.Linear($"{attention}.v_proj", width, width, bias: false),
                weights.Linear($"{attention}.out_proj", width, width, bias: true),
                heads,
                heads,
                Scale: null
            )
            {
                Window = window,
            },
            weights.LayerNorm($"{name}.ln_2", width, Epsilon(config)),
            new PlainMlp(
                weights.Linear($"{name}.mlp.c_fc", width, inner, bias: true),
                weights.Linear($"{name}.mlp.c_proj", inner, width, bias: true),
                function
            )
        );
    }

    /// <summary>For each layer how many positions it sees; <see langword="null"/> for all.</summary>
    private static List<int?> Windows(ModelConfig config)
    {
        var layers = config.Size("num_layers");
        var kinds = Kinds(config).ToList();
        return kinds.Count == layers && kinds.All(kind => kind is "global" or "local")
            ? [.. kinds.Select(kind => kind == "local" ? config.OptionalSize("window_size") ?? 256 : (int?)null)]
            : throw config.Refuse("attention_types", $"must give each of the {layers} layers (num_layers) global or local attention");
    }

    /// <summary>[[["global", "local"], 2]] is global, local, global, local.</summary>
    private static IEnumerable<string?> Kinds(ModelConfig config)
    {
        if (config.Items("attention_types") is not { } groups)
        {
            return Enumerable.Range(0, config.Size("num_layers")).Select(layer => layer % 2 == 0 ? "global" : "local");
        }

        try
        {
            return
            [
                .. groups
                    .SelectMany(group => Enumerable.Repeat(group[0], group[1].GetInt32()))
                    .SelectMany(kinds => kinds.EnumerateArray())
                    .Select(kind => kind.GetString()),
            ];
        }
        catch (Exception damage)
            when (damage is InvalidOperationException or IndexOutOfRangeException or FormatException or ArgumentOutOfRangeException)
        {
            throw config.Refuse("attention_types", "must be a list of [[KINDS], TIMES]");
        }
    }

    private static double Epsilon(ModelConfig config) => config.Positive("layer_norm_epsilon", 1e-5);
}
