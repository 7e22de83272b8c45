using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Endless samples of a model; each batch has a generator of its own.</summary>
internal sealed class SynthSaeBenchStream(SynthWorld world, ComponentContext context) : IActivationStream
{
    private readonly SynthSampler _sampler = new(world);
    private readonly Lock _lock = new();

    public long? RowCount(DataSplit split) => null;

    public Tensor Batch(DataSplit split, long index, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var random = Random(context, split, index);
        lock (_lock)
        {
            return Rows.ToTensor(rows, world.Sizes.Width, context.Device, samples => Draw(samples, rows, random));
        }
    }

    public void Dispose() { }

    /// <summary>The generator of a batch.</summary>
    internal static FastRandom Random(ComponentContext context, DataSplit split, long index) =>
        new(context.Seed.Derive($"{split}/{index}"));

    private void Draw(Span<float> samples, int rows, FastRandom random)
    {
        var width = world.Sizes.Width;
        for (var row = 0; row < rows; row++)
        {
            var sample = samples.Slice(row * width, width);
            world.Bias.CopyTo(sample);
            foreach (var (feature, strength) in _sampler.Draw(random))
            {
                Rows.AddScaled(sample, world.Directions.AsSpan(feature * width, width), strength);
            }
        }
    }
}
