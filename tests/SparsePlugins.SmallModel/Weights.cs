using SparsePlugins.LanguageModels;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>The parameters that are trained, by the names that Hugging Face's GPT-NeoX has for them; queries, keys and values are apart until they are saved.</summary>
internal sealed class Weights
{
    private readonly Shape _shape;

    public Weights(Shape shape, ulong seed)
    {
        _shape = shape;
        using var random = new Generator(seed);
        var output = 0.02 / Math.Sqrt(2.0 * shape.Layers); // of what is added to the stream
        Add("embed_in.weight", Normal(0.02, shape.Vocabulary, shape.Width));
        Add("embed_out.weight", Normal(0.02, shape.Vocabulary, shape.Width));
        AddNorm("final_layer_norm");
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            AddNorm($"layers.{layer}.input_layernorm");
            AddNorm($"layers.{layer}.post_attention_layernorm");
            foreach (var part in new[] { "query", "key", "value" })
            {
                AddLinear($"layers.{layer}.attention.{part}", shape.Width, shape.Width, 0.02);
            }

            AddLinear($"layers.{layer}.attention.dense", shape.Width, shape.Width, output);
            AddLinear($"layers.{layer}.mlp.dense_h_to_4h", shape.Width, shape.Neurons, 0.02);
            AddLinear($"layers.{layer}.mlp.dense_4h_to_h", shape.Neurons, shape.Width, output);
        }

        void AddLinear(string name, int inputs, int outputs, double deviation)
        {
            Add($"{name}.weight", Normal(deviation, outputs, inputs));
            Add($"{name}.bias", zeros(outputs));
        }

        Tensor Normal(double deviation, params long[] size) => empty(size).normal_(0, deviation, random);
    }

    /// <summary>By name, in the order of creation.</summary>
    public Dictionary<string, Tensor> All { get; } = [];

    /// <summary>The model that these weights are; it sees every update of them.</summary>
    public DecoderModel Model()
    {
        var scale = tensor((float)(1 / Math.Sqrt((double)_shape.Width / _shape.Heads)));
        var rotated = _shape.Width / _shape.Heads / 4;
        var frequencies = Enumerable.Range(0, rotated / 2).Select(j => (float)Math.Pow(10000, -2.0 * j / rotated)).ToArray();
        var rotary = new Rotary(tensor(frequencies));
        var parts = new DecoderParts
        {
            Embedding = All["embed_in.weight"],
            Blocks = [.. Enumerable.Range(0, _shape.Layers).Select(layer => Block($"layers.{layer}", rotary, scale))],
            FinalNorm = Norm("final_layer_norm"),
            Head = new Linear(All["embed_out.weight"], null),
        };
        return new DecoderModel(_shape.Sizes, parts, []);
    }

    private DecoderBlock Block(string name, Rotary rotary, Tensor scale) =>
        new(
            Norm($"{name}.input_layernorm"),
            new Attention(
                Map($"{name}.attention.query"),
                Map($"{name}.attention.key"),
                Map($"{name}.attention.value"),
                Map($"{name}.attention.dense"),
                _shape.Heads,
                _shape.Heads,
                scale
            )
            {
                Rotary = rotary,
            },
            Norm($"{name}.post_attention_layernorm"),
            new PlainMlp(Map($"{name}.mlp.dense_h_to_4h"), Map($"{name}.mlp.dense_4h_to_h"), x => nn.functional.gelu(x))
        )
        {
            IsParallel = true,
        };

    private Linear Map(string name) => new(All[$"{name}.weight"], All[$"{name}.bias"]);

    private LayerNorm Norm(string name) => new(All[$"{name}.weight"], All[$"{name}.bias"], 1e-5);

    private void AddNorm(string name)
    {
        Add($"{name}.weight", ones(_shape.Width));
        Add($"{name}.bias", zeros(_shape.Width));
    }

    private void Add(string name, Tensor values) => All[name] = values.requires_grad_();
}
