using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Endless toy samples; each batch has a generator of its own.</summary>
internal sealed class ToySuperpositionStream(ToySuperpositionOptions options, ComponentContext context) : IActivationStream
{
    private readonly ToyWorld _world = new(options, context.Seed);

    public long? RowCount(DataSplit split) => null;

    public Tensor Batch(DataSplit split, long index, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var random = Random(context, split, index);
        return Rows.ToTensor(rows, options.ActivationDim, context.Device, samples => _world.Draw(samples, rows, random));
    }

    public void Dispose() { }

    /// <summary>The generator of a batch.</summary>
    internal static FastRandom Random(ComponentContext context, DataSplit split, long index) =>
        new(context.Seed.Derive($"{split}/{index}"));
}
