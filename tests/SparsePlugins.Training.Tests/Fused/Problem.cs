using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>A batch and an autoencoder whose pre-activations are about N(bias, 1).</summary>
/// <param name="Rows">B.</param>
/// <param name="Width">D.</param>
/// <param name="Features">F.</param>
/// <param name="Bias">The encoder bias: 0 makes half of the features active, -2 one in forty.</param>
public sealed record Problem(int Rows, int Width, int Features, double Bias = 0)
{
    /// <summary>The start: encoder and decoder rows of length 1, random signs of everything.</summary>
    public AutoencoderWeights Weights() => new(Directions(1), full(Features, (float)Bias), Directions(2), 0.1f * Normal(3, Width));

    /// <summary>[B, D].</summary>
    public Tensor Batch(ulong seed = 4) => Normal(seed, Rows, Width);

    /// <summary>As xunit shows it.</summary>
    public override string ToString() => FormattableString.Invariant($"B {Rows}, D {Width}, F {Features}, bias {Bias}");

    private static Tensor Normal(ulong seed, params long[] size) => randn(size, generator: new Generator(seed));

    private Tensor Directions(ulong seed)
    {
        var rows = Normal(seed, Features, Width);
        return rows / rows.norm(dim: 1, keepdim: true);
    }
}
