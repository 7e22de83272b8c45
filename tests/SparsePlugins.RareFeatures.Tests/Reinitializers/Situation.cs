using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

/// <summary>Situations in which features of a plane died.</summary>
internal static class Situation
{
    /// <summary>
    /// Some of 5 features are dead, from the first on. Encoder rows have the lengths 1 to 5 and the biases -1 to -5; decoder rows point where
    /// no candidate does.
    /// </summary>
    internal static DeadFeatures With(int dead, Matrix examples, Matrix residuals)
    {
        var lengths = arange(1, 6, ScalarType.Float32); // [5]
        var encoder = stack([lengths, zeros(5)], dim: 1); // [5, 2]
        var weights = new AutoencoderWeights(encoder, -lengths, tensor(new[] { -0.96f, 0.28f }).expand(5, 2).clone(), zeros(2));
        var losses = arange(examples.Rows, 0, -1, ScalarType.Float32);
        return new DeadFeatures(arange(dead), weights, examples.ToTensor(), losses, residuals.ToTensor(), ones(3, 2), ones(3))
        {
            Living = dead < 5 ? EncoderReference.Of(weights, arange(dead, 5)) : new EncoderReference(Length: 7, Bias: -0.5),
        };
    }
}
