using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>The families of models that are read, by their <c>model_type</c>.</summary>
internal static class ModelFamily
{
    private static readonly Dictionary<string, (string Prefix, Func<ModelConfig, WeightReader, DecoderParts> Read)> Families = new()
    {
        ["gpt2"] = ("transformer.", Gpt2Family.Read),
        ["gpt_neo"] = ("transformer.", GptNeoFamily.Read),
        ["gpt_neox"] = ("gpt_neox.", GptNeoXFamily.Read),
        ["llama"] = ("model.", LlamaFamily.Read),
        ["qwen2"] = ("model.", Qwen2Family.Read),
    };

    /// <summary>Reads a model.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="device">Where the weights end.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or asks for what isn't computed here.</exception>
    public static DecoderModel Load(string folder, Device device)
    {
        var config = ModelConfig.Read(folder);
        if (!Families.TryGetValue(config.Text("model_type", ""), out var family))
        {
            throw config.Refuse(
                "model_type",
                $"must be one of {string.Join(", ", Families.Keys)}",
                "choose a model of one of these families"
            );
        }

        if (config.Has("quantization_config"))
        {
            throw config.Refuse(
                "quantization_config",
                "must be absent: quantized weights aren't read",
                "choose the model before it was quantized"
            );
        }

        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var weights = new WeightReader(new WeightFiles(folder), family.Prefix, device);
        var parts = family.Read(config, weights);
        return new DecoderModel(parts, weights.Release());
    }
}
