using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>Batches of toy data, drawn beforehand: sums of a few of G true features with strengths from 0 to 1.</summary>
internal sealed class ToyBatches : IDisposable
{
    private readonly List<Tensor> _batches;

    public ToyBatches(int count, int rows, int width, int features, double active)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        var truth = randn(features, width, generator: random);
        Truth = (truth / truth.norm(dim: 1, keepdim: true)).DetachFromDisposeScope();
        _batches = [.. Enumerable.Range(0, count).Select(_ => Draw(rows, features, active / features, random))];
    }

    /// <summary>[G, D] unit rows.</summary>
    public Tensor Truth { get; }

    /// <summary>[B, D] for a step; they come round again.</summary>
    public Tensor this[int step] => _batches[step % _batches.Count];

    /// <summary>The mean over the true features of the largest cosine with a row of the decoder, whose rows have length 1.</summary>
    public double Mmcs(Tensor decoder)
    {
        using var scope = NewDisposeScope();
        return Truth.mm(decoder.detach().t()).amax([1]).mean().item<float>();
    }

    public void Dispose()
    {
        Truth.Dispose();
        _batches.ForEach(batch => batch.Dispose());
    }

    private Tensor Draw(int rows, int features, double probability, Generator random)
    {
        using var scope = NewDisposeScope();
        var fires = rand(rows, features, generator: random) < probability;
        var samples = (rand(rows, features, generator: random) * fires).mm(Truth);
        return samples.DetachFromDisposeScope();
    }
}
