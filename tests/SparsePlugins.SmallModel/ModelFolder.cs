using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>Writes the model as Hugging Face's <c>save_pretrained</c> does.</summary>
internal static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c> in float16.</summary>
    public static void Write(string folder, Shape shape, Weights weights)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var stored = weights
            .All.Where(one => !IsPart(one.Key))
            .ToDictionary(
                one => one.Key.StartsWith("embed_out", StringComparison.Ordinal) ? one.Key : $"gpt_neox.{one.Key}",
                one => one.Value
            );
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            var name = $"layers.{layer}.attention";
            stored[$"gpt_neox.{name}.query_key_value.weight"] = Join(weights, name, "weight", shape, [shape.Width]);
            stored[$"gpt_neox.{name}.query_key_value.bias"] = Join(weights, name, "bias", shape, []);
        }

        TensorFile.Write(Path.Combine(folder, "model.safetensors"), stored, "F16", new Dictionary<string, string> { ["format"] = "pt" });
        File.WriteAllText(Path.Combine(folder, "config.json"), Config(shape).ToJsonString(Indented) + "\n");
    }

    private static bool IsPart(string name) => name.Split('.') is [_, _, "attention", not "dense", _];

    /// <summary>Rows by head, then query, key, value, then the element of the head.</summary>
    private static Tensor Join(Weights weights, string name, string kind, Shape shape, long[] rest)
    {
        var parts = new[] { "query", "key", "value" }
            .Select(part => weights.All[$"{name}.{part}.{kind}"].reshape([shape.Heads, 1, shape.Width / shape.Heads, .. rest]))
            .ToArray();
        return cat(parts, dim: 1).reshape([3 * shape.Width, .. rest]);
    }

    private static JsonObject Config(Shape shape) =>
        new()
        {
            ["architectures"] = new JsonArray("GPTNeoXForCausalLM"),
            ["attention_bias"] = true,
            ["bos_token_id"] = TokenizerFile.EndOfText,
            ["eos_token_id"] = TokenizerFile.EndOfText,
            ["hidden_act"] = "gelu",
            ["hidden_size"] = shape.Width,
            ["intermediate_size"] = shape.Neurons,
            ["layer_norm_eps"] = 1e-5,
            ["max_position_embeddings"] = shape.Context,
            ["model_type"] = "gpt_neox",
            ["num_attention_heads"] = shape.Heads,
            ["num_hidden_layers"] = shape.Layers,
            ["rope_scaling"] = null,
            ["rotary_emb_base"] = 10000,
            ["rotary_pct"] = 0.25,
            ["tie_word_embeddings"] = false,
            ["torch_dtype"] = "float16",
            ["use_parallel_residual"] = true,
            ["vocab_size"] = shape.Vocabulary,
        };
}
