using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>A tensor in pieces: TorchSharp shows the bytes of at most two gibibytes at once.</summary>
internal static class TensorSlices
{
    private const long MostElements = 1L << 26;

    /// <summary>Views of a contiguous tensor, one after the other; none of an empty one.</summary>
    /// <param name="tensor">Contiguous, on the CPU.</param>
    /// <param name="mostElements">Of a view.</param>
    public static IEnumerable<Tensor> Split(Tensor tensor, long mostElements = MostElements)
    {
        var flat = tensor.view(-1);
        var count = flat.numel();
        for (var start = 0L; start < count; start += mostElements)
        {
            yield return flat.narrow(0, start, Math.Min(mostElements, count - start));
        }
    }
}
