using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>
/// Fraction of variance unexplained over the whole evaluation data: the sum over rows of |x - x_hat|^2, divided by the sum over rows of
/// |x - m|^2, m the mean row of all the data. 0 is perfect, 1 is what the mean row reaches, and it can exceed 1. Also: explained variance, 1 - FVU
/// (<c>fvu-explained-variance</c>); and over rows that are not zero the mean cosine of x and x_hat, 0 where x_hat is zero (<c>fvu-cosine</c>),
/// and the mean of |x_hat| / |x| (<c>fvu-norm-ratio</c>; below 1 the reconstruction shrinks).
/// </summary>
/// <remarks>
/// Source: Gao et al., "Scaling and evaluating sparse autoencoders", arXiv 2406.04093 (normalised MSE); merging of sums of squares between
/// batches: Chan, Golub, LeVeque, "Algorithms for computing the sample variance", The American Statistician 37(3), 1983.
/// Departures: numerator and denominator are sums over all rows and dimensions, taken before the division, in float64; neither batches nor dimensions
/// are averaged as ratios.
/// </remarks>
[Component("fvu")]
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
        var input = batch.Input.to_type(ScalarType.Float64); // [B, D]
        var reconstruction = batch.Reconstruction.to_type(ScalarType.Float64);
        _spread.Add(input);
        _squaredError += (input - reconstruction).square().sum().item<double>();

        var (length, reached) = (input.norm(dim: 1), reconstruction.norm(dim: 1)); // [B]
        var isData = length > 0;
        var products = length * reached;
        var cosines = (input * reconstruction).sum(dim: 1) / products.masked_fill(products == 0, 1.0);
        _cosines += cosines.sum().item<double>(); // a zero row adds 0
        _normRatios += (reached / length)[isData].sum().item<double>();
        _nonZeroRows += isData.sum().item<long>();
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
}
