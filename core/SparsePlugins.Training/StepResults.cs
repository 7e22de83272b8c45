using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>What results of steps have in common.</summary>
internal static class StepResults
{
    /// <summary>The sum of counts.</summary>
    /// <param name="counts">int64.</param>
    public static long SumOf(Tensor counts)
    {
        using var sum = counts.sum();
        return sum.item<long>();
    }
}
