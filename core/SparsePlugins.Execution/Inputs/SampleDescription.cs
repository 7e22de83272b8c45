using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Inputs;

/// <summary>What the sample says of the rows that a source gives.</summary>
internal static class SampleDescription
{
    /// <summary>The facts.</summary>
    /// <param name="sample">[N, D] as the source gives them.</param>
    public static SampleFacts Describe(Tensor sample)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var mean = RowStatistics.Mean(sample);
        var deviation = RowStatistics.Variance(sample, mean).sum().sqrt().item<double>();
        var lengths = RowStatistics.Lengths(sample);
        return new SampleFacts(
            rows: sample.shape[0],
            gamma: mean.norm().item<double>() / deviation,
            medianLength: lengths.median().item<double>(),
            longestLength: lengths.max().item<double>()
        );
    }
}
