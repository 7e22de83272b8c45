using System.Runtime.InteropServices;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>The examples with the largest squared error since the last clearing, each a direction of its own: a bounded, streaming top-k.</summary>
/// <remarks>
/// Of examples that coincide (an epoch's repetitions, copies, near-copies, multiples: <see cref="Contracts.DirectionSet"/>) the one with the largest error is
/// kept, with its residual, whichever came first; of examples that are zero, one. Of equal errors the earlier ranks higher.
/// </remarks>
/// <param name="width">D.</param>
/// <param name="capacity">W, most examples kept.</param>
/// <param name="device">Where the tensors are; the examples themselves are kept on the CPU.</param>
public sealed class WorstExamples(int width, int capacity, Device device) : ICheckpointed, IDisposable
{
    private KeptExamples _kept = new(width, capacity);
    private WorstTensors? _tensors; // Of what is kept, until that changes.

    /// <summary>[W, D]; worst first. W is 0 before the first batch.</summary>
    public Tensor Examples => Tensors.Examples;

    /// <summary>[W, D] x - x_hat at the time.</summary>
    public Tensor Residuals => Tensors.Residuals;

    /// <summary>[W] squared errors at the time.</summary>
    public Tensor Losses => Tensors.Losses;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => _kept.Count == 0 ? [] : Tensors.State;

    private WorstTensors Tensors => _tensors ??= WorstTensors.Create(_kept, width, device);

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle)
    {
        Clear();
        if (WorstTensors.Find(bundle, capacity) is { } found)
        {
            Offer(found.Examples, found.Losses, () => found.Residuals);
        }
    }

    /// <summary>Takes note of a batch.</summary>
    /// <param name="batch">[B, D].</param>
    /// <param name="result">What the update's forward pass saw of it. Its residuals are read only where one is kept.</param>
    public void Observe(Tensor batch, IStepResult result) => Offer(batch, result.Errors, () => result.Residuals);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _kept = new(width, capacity);
        Renew();
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => Renew();

    private void Offer(Tensor batch, Tensor errors, Func<Tensor> residuals)
    {
        using var scope = NewDisposeScope();
        var losses = Numbers(errors, out var errorsHere);
        if (WantsAny(losses))
        {
            var rows = Numbers(batch, out var batchHere);
            var unexplained = Numbers(residuals(), out var residualsHere);
            for (var row = 0; row < losses.Length; row++)
            {
                _kept.Offer(rows.Slice(row * width, width), unexplained.Slice(row * width, width), Rank(losses[row]));
            }

            GC.KeepAlive(batchHere);
            GC.KeepAlive(residualsHere);
            Renew();
        }

        GC.KeepAlive(errorsHere);
    }

    private bool WantsAny(ReadOnlySpan<float> losses)
    {
        foreach (var loss in losses)
        {
            if (_kept.Wants(Rank(loss)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Once training has diverged a loss may be NaN: larger than any.</summary>
    private static float Rank(float loss) => float.IsNaN(loss) ? float.PositiveInfinity : loss;

    private static ReadOnlySpan<float> Numbers(Tensor tensor, out Tensor owner)
    {
        owner = tensor.detach().cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(owner.bytes);
    }

    private void Renew()
    {
        _tensors?.Dispose();
        _tensors = null;
    }
}
