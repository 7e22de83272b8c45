using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Checks what an initializer returned before anything is trained on it.</summary>
internal static class InitialWeights
{
    private const double LengthTolerance = 1e-3;

    /// <summary>The weights, if they keep the contract.</summary>
    /// <exception cref="ComponentException">A shape, a value or the length of a row is wrong.</exception>
    public static AutoencoderWeights Check(Component component, AutoencoderWeights weights, DictionaryShape shape, bool unitDecoder)
    {
        long features = shape.Features;
        long width = shape.ActivationDim;
        ReturnedTensor.Require(component, nameof(weights.EncoderWeight), weights.EncoderWeight, "[F, D]", features, width);
        ReturnedTensor.Require(component, nameof(weights.EncoderBias), weights.EncoderBias, "[F]", features);
        ReturnedTensor.Require(component, nameof(weights.DecoderWeight), weights.DecoderWeight, "[F, D]", features, width);
        ReturnedTensor.Require(component, nameof(weights.DecoderBias), weights.DecoderBias, "[D]", width);
        if (unitDecoder)
        {
            RequireUnitRows(component, weights.DecoderWeight);
        }

        return weights;
    }

    private static void RequireUnitRows(Component component, Tensor decoder)
    {
        var errors = (decoder.norm(dim: 1, keepdim: false) - 1).abs();
        var row = errors.argmax().item<long>();
        if (errors[row].item<float>() > LengthTolerance)
        {
            throw ComponentException.For(
                component,
                $"returned DecoderWeight whose row {row} has length {decoder[row].norm().item<float>():G6}; every row must have length 1 (AutoencoderWeights.FromDirections sees to it)"
            );
        }
    }
}
