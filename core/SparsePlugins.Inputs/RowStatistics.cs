using static TorchSharp.torch;

namespace SparsePlugins.Inputs;

/// <summary>Statistics over many rows [N, D], in float64; a part of the rows at a time, so that the rest needs no copy.</summary>
public static class RowStatistics
{
    private const long RowsAtATime = 4096;

    /// <summary>[D] the mean row.</summary>
    public static Tensor Mean(Tensor rows) => MeanOver(rows, part => part.sum([0L]));

    /// <summary>[D] the mean squared deviation of each value from <paramref name="mean"/> [D].</summary>
    public static Tensor Variance(Tensor rows, Tensor mean) => MeanOver(rows, part => (part - mean).square().sum([0L]));

    /// <summary>[D, D] the covariance about <paramref name="mean"/> [D].</summary>
    public static Tensor Covariance(Tensor rows, Tensor mean) =>
        MeanOver(
            rows,
            part =>
            {
                var deviation = part - mean;
                return deviation.t().mm(deviation);
            }
        );

    /// <summary>[N] the Euclidean length of each row.</summary>
    public static Tensor Lengths(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var lengths = new List<Tensor>();
        for (long first = 0; first < rows.shape[0]; first += RowsAtATime)
        {
            using var inner = NewDisposeScope();
            lengths.Add(Part(rows, first).norm(dim: 1).MoveToOuterDisposeScope());
        }

        return cat(lengths).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over the rows, of what a function sums over each part of them.</summary>
    private static Tensor MeanOver(Tensor rows, Func<Tensor, Tensor> sum)
    {
        using var scope = NewDisposeScope();
        Tensor? total = null;
        for (long first = 0; first < rows.shape[0]; first += RowsAtATime)
        {
            using var inner = NewDisposeScope();
            var next = sum(Part(rows, first));
            total = (total is null ? next : total + next).MoveToOuterDisposeScope();
        }

        return (total! / rows.shape[0]).MoveToOuterDisposeScope();
    }

    private static Tensor Part(Tensor rows, long first) =>
        rows.narrow(0, first, Math.Min(RowsAtATime, rows.shape[0] - first)).to_type(ScalarType.Float64);
}
