using System.Runtime.InteropServices;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Kept examples as tensors, worst first.</summary>
/// <param name="Examples">[W, D].</param>
/// <param name="Residuals">[W, D].</param>
/// <param name="Losses">[W].</param>
internal sealed record WorstTensors(Tensor Examples, Tensor Residuals, Tensor Losses) : IDisposable
{
    private const string ExamplesName = "worst_examples";
    private const string ResidualsName = "worst_residuals";
    private const string LossesName = "worst_losses";

    private delegate ReadOnlySpan<float> RowOf(int slot);

    /// <summary>By the names that a checkpoint gives them.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        [new(ExamplesName, Examples), new(ResidualsName, Residuals), new(LossesName, Losses)];

    /// <summary>Copies of what is kept; the caller disposes them.</summary>
    public static WorstTensors Create(KeptExamples kept, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var ranked = kept.Ranked;
        var losses = tensor(ranked.Select(kept.Loss).ToArray(), device: device);
        var tensors = new WorstTensors(Rows(kept.Example, ranked, width, device), Rows(kept.Residual, ranked, width, device), losses);
        scope.Detach(tensors.Examples, tensors.Residuals, tensors.Losses);
        return tensors;
    }

    /// <summary>Those of a checkpoint, owned by it; <see langword="null"/> where nothing was kept.</summary>
    /// <exception cref="InvalidDataException">Their shapes don't fit each other or the capacity.</exception>
    public static WorstTensors? Find(TensorBundle bundle, int capacity)
    {
        if (bundle.Find(LossesName) is not { } losses)
        {
            return null;
        }

        var tensors = new WorstTensors(bundle.Get(ExamplesName), bundle.Get(ResidualsName), losses);
        Check(tensors.Examples, losses, capacity);
        Check(tensors.Residuals, losses, capacity);
        return tensors;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Examples.Dispose();
        Residuals.Dispose();
        Losses.Dispose();
    }

    private static Tensor Rows(RowOf row, int[] slots, int width, Device device)
    {
        var rows = empty(slots.Length, width);
        var values = MemoryMarshal.Cast<byte, float>(rows.bytes);
        for (var i = 0; i < slots.Length; i++)
        {
            row(slots[i]).CopyTo(values.Slice(i * width, width));
        }

        GC.KeepAlive(rows);
        return rows.to(device);
    }

    private static void Check(Tensor rows, Tensor losses, int capacity)
    {
        if (losses.shape is not [var count] || count > capacity || rows.shape is not [var side, _] || side != count)
        {
            throw new InvalidDataException(
                $"the worst examples are [{string.Join(", ", rows.shape)}] with losses [{string.Join(", ", losses.shape)}]; expected [W, D] and [W], W at most {capacity}"
            );
        }
    }
}
