using SparsePlugins.Kernels;
using SparsePlugins.Training.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>
/// What an update learns from. The members of a cohort are passed the same one, so that what fused steps need of a batch is prepared once. One object serves a
/// whole run: <see cref="Load"/> the next batch into it, and its memory is used again.
/// </summary>
public sealed class TrainingBatch : IDisposable
{
    private readonly PackedBatch _packed = new();
    private Tensor? _samples;
    private nint _packedFrom;
    private int _packedLanes;

    /// <summary>An object without a batch; <see cref="Load"/> one.</summary>
    public TrainingBatch() { }

    /// <summary>A first batch.</summary>
    /// <param name="samples">[B, D]; the caller disposes it, after the last step on it.</param>
    public TrainingBatch(Tensor samples)
    {
        Load(samples);
    }

    /// <summary>[B, D].</summary>
    /// <exception cref="InvalidOperationException">Nothing was loaded.</exception>
    public Tensor Samples => _samples ?? throw new InvalidOperationException("the training batch is empty: call Load(samples) first");

    /// <summary>Whether nothing wrote beside the packed form.</summary>
    internal bool IsIntact => _packed.IsIntact;

    /// <summary>Takes the next batch.</summary>
    /// <param name="samples">[B, D]; the caller disposes it, after the last step on it.</param>
    public void Load(Tensor samples)
    {
        _samples = samples;
        _packedFrom = 0;
    }

    /// <summary>Frees the packed form.</summary>
    public void Dispose()
    {
        _samples = null;
        _packed.Dispose();
    }

    /// <summary>The samples as the kernels read them; made at the first call.</summary>
    /// <param name="width">D of the autoencoder.</param>
    /// <param name="lanes">Floats in a vector.</param>
    /// <exception cref="ArgumentException">The samples aren't [B, D] float32, contiguous, on the CPU.</exception>
    internal unsafe PackedBatch Pack(int width, int lanes)
    {
        var samples = Samples;
        var rows = samples.Dimensions == 2 ? samples.size(0) : 0;
        if (rows < 1 || samples.size(1) != width)
        {
            throw new ArgumentException($"the batch is [{string.Join(", ", samples.shape)}]; expected [B, D] = [1 or more, {width}]");
        }

        if (_packedFrom == 0)
        {
            RawTensor.Check("the batch", samples, rows * width);
        }

        // Looked up each time: a tensor that was disposed too early is an error then, and not a crash.
        var source = RawTensor.Floats("the batch", samples, rows * width);
        if (_packedFrom != (nint)source || _packedLanes != lanes)
        {
            _packed.Pack(source, (int)rows, width, lanes);
            (_packedFrom, _packedLanes) = ((nint)source, lanes);
        }

        return _packed;
    }
}
