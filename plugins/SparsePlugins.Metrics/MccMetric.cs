using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>
/// Mean correlation coefficient: true features and dictionary rows are paired one to one so that the sum of |cosine| is largest, and the mean over
/// the min(G, F) pairs is taken; 1 is perfect. Unlike <c>mmcs</c> no dictionary row serves two features, and a reversed row counts.
/// </summary>
/// <remarks>
/// Source: Hyvärinen, Morioka, "Unsupervised feature extraction by time-contrastive learning and nonlinear ICA", arXiv 1605.06336.
/// Departures: cosines of directions take the place of correlations of activities, as usual for dictionaries.
/// The pairing takes about n^2 to n^3 operations for n = min(G, F): milliseconds at 256, but ask for it seldom (<c>every</c>) at several thousand.
/// </remarks>
[Component("mcc")]
[Measures(
    "mcc",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "MCC",
    Meaning = "mean absolute cosine of true features and dictionary rows that are matched one to one"
)]
[Needs(Capability.GroundTruth)]
public sealed class MccMetric : IMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var gains = Tensors.Cosines(subject).abs_(); // [G, F]
        if (gains.shape[0] > gains.shape[1])
            gains = gains.T; // the side that is paired completely comes first
        return [new Measurement("mcc", Math.Min(MeanOfBestPairs(gains), 1), "", Better.Higher)];
    }

    private static double MeanOfBestPairs(Tensor gains)
    {
        var (rows, columns) = ((int)gains.shape[0], (int)gains.shape[1]);
        var costs = new double[checked(rows * columns)]; // 537 MB for 4,096 rows and 16,384 features, so it's the only copy in float64.
        var values = Rows.Of(gains, out var owner);
        for (var i = 0; i < costs.Length; i++)
            costs[i] = -(double)values[i];
        GC.KeepAlive(owner);
        if (costs.Any(double.IsNaN))
            return double.NaN;
        var pairs = Assignment.Cheapest(costs, rows, columns);
        return pairs.Select((column, row) => -costs[(row * columns) + column]).Average();
    }
}
