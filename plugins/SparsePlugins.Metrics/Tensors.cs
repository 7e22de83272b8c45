using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>Steps from tensors to plain numbers that several metrics take.</summary>
internal static class Tensors
{
    /// <summary>Signed cosines [G, F] between true features and dictionary rows; a dictionary row of length 0 has cosine 0 with everything.</summary>
    /// <remarks>Rounding can carry one past 1 by 1e-7.</remarks>
    internal static Tensor Cosines(MetricSubject subject)
    {
        var decoder = subject.Weights.DecoderWeight;
        var lengths = decoder.norm(dim: 1, keepdim: true).clamp_min(1e-30);
        return subject.Truth!.Features.matmul((decoder / lengths).T);
    }

    /// <summary>All elements in row-major order, as float64.</summary>
    internal static double[] Numbers(Tensor tensor) => tensor.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
