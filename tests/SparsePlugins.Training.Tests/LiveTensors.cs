using TorchSharp;

namespace SparsePlugins.Training.Tests;

/// <summary>Tensors that this thread made and did not dispose. (Tensor.TotalCount falls whenever the collector finalizes what any test left.)</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
