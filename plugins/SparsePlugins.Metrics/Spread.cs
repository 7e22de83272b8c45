using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>The sum of squared deviations from the mean row, of rows that arrive in batches.</summary>
/// <remarks>
/// Chan, Golub, LeVeque 1983: two groups of n and m rows with means a and b have together the sum of both sums and |a - b|^2 n m / (n + m). It loses no
/// digits where the mean is large, as subtracting the mean's square at the end would.
/// </remarks>
internal sealed class Spread
{
    private double[] _mean = [];
    private long _rows;

    /// <summary>Sum over rows and dimensions of the squared deviation from the mean row; 0 before any row.</summary>
    internal double SumOfSquares { get; private set; }

    /// <summary>Adds rows [B, D], float64.</summary>
    internal void Add(Tensor rows)
    {
        var mean = rows.mean([0]); // [D]
        SumOfSquares += (rows - mean).square().sum().item<double>();
        Merge(Tensors.Numbers(mean), rows.shape[0]);
    }

    private void Merge(double[] mean, long rows)
    {
        var total = _rows + rows;
        if (_rows == 0)
            _mean = mean;
        else
            for (var i = 0; i < mean.Length; i++)
            {
                var shift = mean[i] - _mean[i];
                SumOfSquares += shift * shift * _rows * rows / total;
                _mean[i] += shift * rows / total;
            }

        _rows = total;
    }
}
