using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Counts, for every feature, the samples since it last fired.</summary>
public sealed class DeadFeatureTracker : ICheckpointed, IDisposable
{
    private readonly Tensor _samplesSinceFired; // [F] int64
    private readonly string _name;

    /// <summary>Starts with every feature counted as just fired.</summary>
    /// <param name="features">F.</param>
    /// <param name="device">Where the counts live.</param>
    /// <param name="name">What a checkpoint calls the counts.</param>
    public DeadFeatureTracker(int features, Device device, string name = "samples_since_fired")
    {
        _name = name;
        _samplesSinceFired = zeros(features, dtype: ScalarType.Int64, device: device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [new(_name, _samplesSinceFired)];

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle) => bundle.CopyTo(_name, _samplesSinceFired);

    /// <summary>Takes note of a batch.</summary>
    /// <param name="fired">[F] bool: the feature was active for some row of the batch.</param>
    /// <param name="rows">B.</param>
    public void Observe(Tensor fired, long rows)
    {
        using var scope = NewDisposeScope();
        _samplesSinceFired.add_(rows).masked_fill_(fired, 0L);
    }

    /// <summary>Features that have not fired for at least <paramref name="samples"/> samples.</summary>
    /// <param name="samples">At least 1.</param>
    /// <returns>[K] int64, ascending; K may be 0.</returns>
    public Tensor Dead(long samples)
    {
        using var scope = NewDisposeScope();
        return _samplesSinceFired.ge(samples).nonzero().flatten().MoveToOuterDisposeScope();
    }

    /// <summary>Counts features as just fired.</summary>
    /// <param name="indices">[K] int64.</param>
    public void Revive(Tensor indices) => _samplesSinceFired.index_fill_(0, indices, 0L);

    /// <summary>Frees the counts.</summary>
    public void Dispose() => _samplesSinceFired.Dispose();
}
