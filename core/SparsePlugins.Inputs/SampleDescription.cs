using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Inputs;

/// <summary>What the sample says of the rows that a source gives.</summary>
public static class SampleDescription
{
    /// <summary>The facts.</summary>
    /// <param name="sample">[N, D] those that stay, as the source gives them.</param>
    /// <param name="lengths">Of all rows that were drawn for it, those too that are dropped.</param>
    public static SampleFacts Describe(Tensor sample, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var mean = RowStatistics.Mean(sample);
        var deviation = RowStatistics.Variance(sample, mean).sum().sqrt().item<double>();
        return new SampleFacts(
            rows: sample.shape[0],
            gamma: mean.norm().item<double>() / deviation,
            medianLength: lengths.median().item<double>(),
            longestLength: lengths.max().item<double>()
        );
    }
}
