using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>Steps from tensors to plain numbers that several metrics take.</summary>
internal static class Tensors
{
    /// <summary>Signed cosines [G, F] between true features and dictionary rows; a dictionary row of length 0 has cosine 0 with everything.</summary>
    internal static Tensor Cosines(MetricSubject subject)
    {
        var decoder = subject.Weights.DecoderWeight;
        var lengths = decoder.norm(dim: 1, keepdim: true).clamp_min(1e-30);
        var cosines = subject.Truth!.Features.matmul((decoder / lengths).T);
        return cosines.clamp(-1, 1); // rounding can carry a cosine past 1
    }

    /// <summary>All elements in row-major order, as float64.</summary>
    internal static double[] Numbers(Tensor tensor) => tensor.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
