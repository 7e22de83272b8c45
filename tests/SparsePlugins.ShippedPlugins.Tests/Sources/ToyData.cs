using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>Samples of the toy source and the strengths behind them, found again by least squares (so D must be at least G).</summary>
internal static class ToyData
{
    /// <summary>[N, D] the samples of a range of training batches.</summary>
    public static Tensor Samples(ToySuperpositionOptions options, int rows, int batches = 1, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        using var stream = new ToySuperpositionSource(options).Open(context);
        return cat([.. Enumerable.Range(0, batches).Select(index => stream.Batch(DataSplit.Training, index, rows))]);
    }

    public static GroundTruth Truth(ToySuperpositionOptions options, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return new ToySuperpositionSource(options).Reveal(context);
    }

    /// <summary>[N, G] the strength of every feature in every sample, float64; 0 where it is not active.</summary>
    public static Tensor Strengths(ToySuperpositionOptions options, int rows, int batches = 1, ulong seed = 7)
    {
        using var scope = NewDisposeScope();
        var samples = Samples(options, rows, batches, seed).to_type(ScalarType.Float64);
        var features = Truth(options, seed).Features.to_type(ScalarType.Float64);
        var strengths = samples.matmul(linalg.pinv(features));
        Assert.True(
            (strengths.matmul(features) - samples).abs().max().item<double>() < 1e-5,
            "samples are not sums of the revealed features"
        );
        return where(strengths.abs() < 1e-5, zeros_like(strengths), strengths).MoveToOuterDisposeScope();
    }

    /// <summary>[N, G] 1 where a feature is active, float64.</summary>
    public static Tensor Active(ToySuperpositionOptions options, int rows, int batches = 1, ulong seed = 7)
    {
        using var scope = NewDisposeScope();
        return Strengths(options, rows, batches, seed).ne(0).to_type(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
