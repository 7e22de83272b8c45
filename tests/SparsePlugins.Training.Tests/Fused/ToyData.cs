using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Sums of a few true features, with strengths from 0 to 1.</summary>
/// <param name="Width">D.</param>
/// <param name="Features">G.</param>
/// <param name="Active">Mean number of active features.</param>
public sealed record ToyData(int Width, int Features, double Active)
{
    /// <summary>[G, D] unit rows.</summary>
    public Tensor Truth { get; } = Unit(randn(Features, Width, generator: new Generator(11)));

    /// <summary>[rows, D].</summary>
    public Tensor Batch(int rows, ulong seed)
    {
        using var scope = NewDisposeScope();
        var random = new Generator(seed);
        var fires = rand(rows, Features, generator: random) < Active / Features;
        return (rand(rows, Features, generator: random) * fires).mm(Truth).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over the true features of the largest cosine with a row.</summary>
    public double Mmcs(Tensor decoder) => Truth.mm(Unit(decoder).t()).amax([1]).mean().item<float>();

    private static Tensor Unit(Tensor rows) => rows / rows.norm(dim: 1, keepdim: true);
}
