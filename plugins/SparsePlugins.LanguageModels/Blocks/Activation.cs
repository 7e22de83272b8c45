using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>What an MLP applies to its neurons, by the name that <c>config.json</c> has for it.</summary>
internal static class Activation
{
    /// <summary>The function of a key.</summary>
    /// <param name="config">The model's settings.</param>
    /// <param name="key">The key that names it.</param>
    /// <param name="otherwise">Its name where the key is absent.</param>
    /// <param name="weights">Keeps the function's constants.</param>
    /// <exception cref="InvalidDataException">It isn't one of those that are read.</exception>
    public static Func<Tensor, Tensor> Read(ModelConfig config, string key, string otherwise, WeightReader weights) =>
        config.Text(key, otherwise) switch
        {
            "relu" => neurons => neurons.relu(),
            "silu" or "swish" => neurons => nn.functional.silu(neurons),
            "gelu" => neurons => nn.functional.gelu(neurons),
            "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => TanhGelu(weights),
            _ => throw config.Refuse(key, "must be relu, silu, gelu, gelu_new, gelu_fast or gelu_pytorch_tanh", "choose another model"),
        };

    /// <summary>x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))); the three names differ in the order of operations alone.</summary>
    private static Func<Tensor, Tensor> TanhGelu(WeightReader weights)
    {
        var (half, one, scale) = (weights.Constant(0.5), weights.Constant(1), weights.Constant(Math.Sqrt(2 / Math.PI)));
        var cube = weights.Constant(0.044715);
        return neurons =>
        {
            var inner = neurons.square().mul_(cube).add_(one).mul_(neurons).mul_(scale);
            return inner
                .tanh_()
                .add(one) // not in place: a gradient needs the tangents
                .mul_(neurons)
                .mul_(half);
        };
    }
}
