using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Consecutive training batches of a cohort, few enough to stay in the last-level cache while every run learns from them.</summary>
internal sealed class BatchGroup : IDisposable
{
    private const int Most = 16;
    private const long Bytes = 4L << 20;

    private readonly CohortData _data;
    private readonly TrainingBatch[] _batches;
    private readonly Tensor?[] _samples;
    private readonly ComponentException?[] _failures;
    private long _first;

    /// <summary>As many as fit.</summary>
    /// <param name="cohort">Whose batches.</param>
    /// <param name="data">Where they come from.</param>
    public BatchGroup(Cohort cohort, CohortData data)
    {
        _data = data;
        var bytes = 2L * sizeof(float) * cohort.Batch * data.ActivationDim; // As drawn, and packed.
        _batches = [.. Enumerable.Range(0, (int)Math.Clamp(Bytes / bytes, 1, Most)).Select(_ => new TrainingBatch())];
        _samples = new Tensor?[_batches.Length];
        _failures = new ComponentException?[_batches.Length];
    }

    /// <summary>Batches in the group.</summary>
    public int Count => _batches.Length;

    /// <summary>Begins with the batches from step <paramref name="first"/>, in place of those before; each is drawn when it is first asked for.</summary>
    public void Begin(long first)
    {
        _first = first;
        for (var index = 0; index < Count; index++)
        {
            _samples[index]?.Dispose();
            _samples[index] = null;
            _failures[index] = null;
        }
    }

    /// <summary>The batch of a step, from 0 for the first of the group.</summary>
    /// <exception cref="ComponentException">The source failed or broke its contract: the same for every run that asks.</exception>
    public TrainingBatch At(int index)
    {
        if (_failures[index] is { } failure)
        {
            throw failure;
        }

        if (_samples[index] is null)
        {
            _samples[index] = Draw(index).DetachFromDisposeScope();
            _batches[index].Load(_samples[index]!);
        }

        return _batches[index];
    }

    /// <summary>A source that fails isn't asked again: runs would end at different steps.</summary>
    private Tensor Draw(int index)
    {
        try
        {
            return _data.TrainingBatch(_first + index);
        }
        catch (ComponentException failure)
        {
            _failures[index] = failure;
            throw;
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
