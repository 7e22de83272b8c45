using SparsePlugins.Planning;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Consecutive training batches of a cohort, few enough to stay in the last-level cache while every member learns from them.</summary>
internal sealed class BatchGroup : IDisposable
{
    private const int Most = 16;
    private const long Bytes = 4L << 20;

    private readonly TrainingBatch[] _batches;
    private readonly Tensor?[] _samples;

    /// <summary>As many as fit.</summary>
    /// <param name="cohort">Whose batches.</param>
    /// <param name="width">D.</param>
    public BatchGroup(Cohort cohort, int width)
    {
        var bytes = 2L * sizeof(float) * cohort.Batch * width; // As drawn, and packed.
        _batches = [.. Enumerable.Range(0, (int)Math.Clamp(Bytes / bytes, 1, Most)).Select(_ => new TrainingBatch())];
        _samples = new Tensor?[_batches.Length];
    }

    /// <summary>Batches in the group.</summary>
    public int Count => _batches.Length;

    /// <summary>The batch of a step, from 0 for the first of the group.</summary>
    public TrainingBatch this[int index] => _batches[index];

    /// <summary>Draws the batches of the steps from <paramref name="first"/>, in place of those before.</summary>
    /// <exception cref="Components.ComponentException">The source failed or broke its contract.</exception>
    public void Draw(CohortData data, long first)
    {
        for (var index = 0; index < Count; index++)
        {
            _samples[index]?.Dispose();
            _samples[index] = null;
            _samples[index] = data.TrainingBatch(first + index).DetachFromDisposeScope();
            _batches[index].Load(_samples[index]!);
        }
    }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        for (var index = 0; index < Count; index++)
        {
            _batches[index].Dispose();
            _samples[index]?.Dispose();
        }
    }
}
