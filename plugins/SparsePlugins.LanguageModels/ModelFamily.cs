using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>A family of models.</summary>
/// <param name="Prefix">Which some exports put before the names of all tensors but the head, and others leave out.</param>
/// <param name="Sizes">Reads sizes from settings; needs no libtorch.</param>
/// <param name="Read">Reads the parts.</param>
internal sealed record ModelFamily(string Prefix, Func<ModelConfig, ModelSizes> Sizes, Func<ModelConfig, WeightReader, DecoderParts> Read)
{
    private static readonly Dictionary<string, ModelFamily> Families = new()
    {
        ["gpt2"] = new("transformer.", Gpt2Family.Sizes, Gpt2Family.Read),
        ["gpt_neo"] = new("transformer.", GptNeoFamily.Sizes, GptNeoFamily.Read),
        ["gpt_neox"] = new("gpt_neox.", GptNeoXFamily.Sizes, GptNeoXFamily.Read),
        ["llama"] = new("model.", LlamaFamily.Sizes, LlamaFamily.Read),
        ["qwen2"] = new("model.", LlamaFamily.Sizes, Qwen2Family.Read),
    };

    /// <summary>The family of a model, by its <c>model_type</c>.</summary>
    /// <param name="config">The model's settings.</param>
    /// <exception cref="InvalidDataException">It isn't read.</exception>
    public static ModelFamily Find(ModelConfig config)
    {
        if (!Families.TryGetValue(config.Text("model_type", ""), out var family))
        {
            throw config.Refuse(
                "model_type",
                $"must be one of {string.Join(", ", Families.Keys)}",
                "choose a model of one of these families"
            );
        }

        return config.Has("quantization_config")
            ? throw config.Refuse(
                "quantization_config",
                "must be absent: quantized weights aren't read",
                "choose the model before it was quantized"
            )
            : family;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="device">Where the weights end.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for what isn't computed here.</exception>
    public static DecoderModel Load(string folder, Device device)
    {
        var config = ModelConfig.Read(folder);
        var family = Find(config);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var weights = new WeightReader(new WeightFiles(folder), family.Prefix, device);
        var parts = family.Read(config, weights);
        return new DecoderModel(family.Sizes(config), parts, weights.Release());
    }
}
