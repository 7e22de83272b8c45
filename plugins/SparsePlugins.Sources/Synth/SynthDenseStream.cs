using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Endless samples of a model, drawn on the device; each batch has a generator of its own.</summary>
internal sealed class SynthDenseStream(SynthWorld world, ComponentContext context) : IActivationStream
{
    private readonly SynthDenseSampler _sampler = new(world, context.Device);

    public long? RowCount(DataSplit split) => null;

    public Tensor Batch(DataSplit split, long index, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        using var random = _sampler.Random(context.Seed, split, index);
        return _sampler.Draw(rows, random);
    }

    public void Dispose() => _sampler.Dispose();

    /// <summary>The features that are active in each row of a batch.</summary>
    internal static IReadOnlyList<int[]> Firing(SynthWorld world, ComponentContext context, DataSplit split, long index, int rows)
    {
        using var sampler = new SynthDenseSampler(world, context.Device);
        using var random = sampler.Random(context.Seed, split, index);
        return [.. sampler.DrawStrengths(rows, random).SelectMany(Active)];
    }

    /// <param name="strengths">[rows, G]; disposed.</param>
    private static IEnumerable<int[]> Active(Tensor strengths)
    {
        using var scope = NewDisposeScope();
        using var own = strengths;
        var active = new List<int>[strengths.shape[0]];
        for (var row = 0; row < active.Length; row++)
        {
            active[row] = [];
        }

        foreach (var pair in strengths.gt(0).nonzero().cpu().data<long>().ToArray().Chunk(2)) // In the order of rows, and of features in a row.
        {
            active[pair[0]].Add((int)pair[1]);
        }

        return active.Select(features => features.ToArray());
    }
}
