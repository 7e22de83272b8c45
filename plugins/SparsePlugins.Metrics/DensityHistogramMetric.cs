using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// How often features fire, as a histogram. A feature's density is the share of rows of the evaluation data in which its code is not 0; the first
/// measurement is the median of log10 density over the features that fire. Also the share of all features that never fire
/// (<c>density-histogram-never</c>), that fire in less than one row of 10,000 (<c>density-histogram-rarer</c>), and in each half decade above that:
/// <c>density-histogram-from-1e-4</c> holds the densities from 10^-4 up to 10^-3.5, <c>density-histogram-from-3e-4</c> those from 10^-3.5 up to 10^-3,
/// and so on to <c>density-histogram-from-3e-1</c>. These shares add up to 1.
/// </summary>
/// <remarks>
/// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023 (feature density histograms).
/// Departures: half decades in place of finer bars; features that never fire have a bar of their own, as log10 has no place for them. Densities
/// under one in <c>evaluation.samples</c> can't be seen.
/// </remarks>
[Component("density-histogram")]
[Measures(
    "density-histogram",
    Better.Neither,
    Most = 0,
    DisplayName = "Median density",
    Meaning = "median of log10 of the share of rows in which a feature fires, over the features that fire"
)]
[Measures(
    "density-histogram-never",
    Better.Lower,
    Least = 0,
    Most = 1,
    DisplayName = "Features that never fire",
    Meaning = "share of the dictionary features that fire on no row of the evaluation data"
)]
[Measures(
    "density-histogram-rarer",
    Better.Neither,
    Least = 0,
    Most = 1,
    DisplayName = "Features rarer than 1e-4",
    Meaning = "share of the dictionary features that fire in less than one row of 10,000, and in some"
)]
[Measures(
    "density-histogram-from-*",
    Better.Neither,
    Least = 0,
    Most = 1,
    Meaning = "share of the dictionary features whose density lies in the half decade from this value"
)]
public sealed class DensityHistogramMetric : IObservingMetric
{
    private const int HalfDecades = 8; // From 10^-4 to 1.
    private const int Never = -2;
    private const int Rarer = -1;

    private long[] _fired = [];
    private long _rows;

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        var fired = (batch.Codes != 0).sum(dim: 0).cpu().data<long>().ToArray(); // [F]
        _fired = _fired.Length == 0 ? fired : [.. _fired.Zip(fired, (before, now) => before + now)];
        _rows += batch.Codes.shape[0];
    }

    /// <inheritdoc/>
    /// <returns>NaN where no row was observed; the median is NaN where no feature fires.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var bins = _fired.Select(count => BinOf(count / (double)_rows)).ToArray();
        return
        [
            new Measurement("density-histogram", MedianExponent(), "log10", Better.Neither),
            Share("never", Never, Better.Lower),
            Share("rarer", Rarer, Better.Neither),
            .. Enumerable.Range(0, HalfDecades).Select(bin => Share(NameOf(bin), bin, Better.Neither)),
        ];

        Measurement Share(string name, int bin, Better better) =>
            new(
                $"density-histogram-{name}",
                bins.Length == 0 ? double.NaN : bins.Count(one => one == bin) / (double)bins.Length,
                "",
                better
            );
    }

    private static int BinOf(double density) =>
        density == 0 ? Never : Enumerable.Range(0, HalfDecades).LastOrDefault(bin => density >= LowerEdge(bin), Rarer);

    /// <summary>10^-4, 10^-3.5, and so on.</summary>
    private static double LowerEdge(int bin) => Math.Pow(10, (bin - HalfDecades) / 2.0);

    private static string NameOf(int bin) => FormattableString.Invariant($"from-{(bin % 2 == 0 ? 1 : 3)}e-{(HalfDecades - bin + 1) / 2}");

    private double MedianExponent()
    {
        var exponents = _fired.Where(count => count > 0).Select(count => Math.Log10(count / (double)_rows)).Order().ToArray();
        var middle = exponents.Length / 2;
        return exponents.Length switch
        {
            0 => double.NaN,
            _ when exponents.Length % 2 == 1 => exponents[middle],
            _ => (exponents[middle - 1] + exponents[middle]) / 2,
        };
    }
}
