using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Fraction of variance unexplained over the rows of the evaluation data: FVU = sum |x - x_hat|^2 / sum |x - m|^2, m the mean row of all the data.
/// 0 is perfect, 1 is what the mean row reaches, and it can exceed 1. Also: explained variance, 1 - FVU
/// (<c>fvu-explained-variance</c>); and over rows that are not zero the mean cosine of x and x_hat, 0 where x_hat is zero (<c>fvu-cosine</c>),
/// and the mean of |x_hat| / |x| (<c>fvu-norm-ratio</c>; below 1 the reconstruction shrinks).
/// </summary>
/// <remarks>
/// Source: Gao et al., "Scaling and evaluating sparse autoencoders", arXiv 2406.04093 (normalised MSE); updating of a sum of squares row by
/// row: Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4(3), 1962.
/// Departures: numerator and denominator are sums over all rows and dimensions, taken before the division, in float64; neither batches nor dimensions
/// are averaged as ratios.
/// </remarks>
[Component("fvu")]
[Measures(
    "fvu",
    Better.Lower,
    Least = 0,
    DisplayName = "FVU",
    Meaning = "squared error over squared deviation from the mean row, both summed over the whole evaluation data; 0 is perfect"
)]
[Measures("fvu-explained-variance", Better.Higher, Most = 1, DisplayName = "Explained variance", Meaning = "1 - FVU")]
[Measures(
    "fvu-cosine",
    Better.Higher,
    Least = -1,
    Most = 1,
    DisplayName = "Cosine of the reconstruction",
    Meaning = "mean cosine of a row and its reconstruction"
)]
[Measures(
    "fvu-norm-ratio",
    Better.Neither,
    Least = 0,
    DisplayName = "Norm ratio",
    Meaning = "mean length of a reconstruction over that of its row; below 1 it shrinks"
)]
public sealed class FvuMetric : IObservingMetric
{
    private readonly Spread _spread = new();
    private double _squaredError;
    private double _cosines;
    private double _normRatios;
    private long _nonZeroRows;

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        var inputs = Rows.Of(batch.Input, out var input); // [B, D]
        var reconstructions = Rows.Of(batch.Reconstruction, out var reconstruction);
        var width = (int)batch.Input.shape[1];
        for (var start = 0; start < inputs.Length; start += width)
        {
            Observe(inputs.Slice(start, width), reconstructions.Slice(start, width));
        }

        GC.KeepAlive((input, reconstruction));
    }

    /// <inheritdoc/>
    /// <returns>NaN where it is undefined: no row was observed, or all rows are equal (for the ratios of lengths: zero).</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var unexplained = _spread.SumOfSquares > 0 ? _squaredError / _spread.SumOfSquares : double.NaN;
        return
        [
            new Measurement("fvu", unexplained, "", Better.Lower),
            new Measurement("fvu-explained-variance", 1 - unexplained, "", Better.Higher),
            new Measurement("fvu-cosine", _cosines / _nonZeroRows, "", Better.Higher),
            new Measurement("fvu-norm-ratio", _normRatios / _nonZeroRows, "", Better.Neither),
        ];
    }

    private void Observe(ReadOnlySpan<float> input, ReadOnlySpan<float> reconstruction)
    {
        _spread.Add(input);
        _squaredError += Rows.SquaredDistance(input, reconstruction);
        var (length, reached, product) = Rows.Products(input, reconstruction); // the lengths squared
        if (length > 0)
        {
            _cosines += reached > 0 ? product / Math.Sqrt(length * reached) : 0;
            _normRatios += Math.Sqrt(reached / length);
            _nonZeroRows++;
        }
    }
}
