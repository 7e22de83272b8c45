using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>Mean number of codes that are not 0 in a row of the evaluation data; also as a fraction of F (<c>l0-fraction</c>).</summary>
/// <remarks>
/// Source: Cunningham et al., "Sparse autoencoders find highly interpretable features in language models", arXiv 2309.08600.
/// Departures: none. It describes and is not better one way: a dictionary in which nothing lives has the smallest.
/// </remarks>
[Component("l0")]
[Measures(
    "l0",
    Better.Neither,
    Least = 0,
    DisplayName = "L0",
    Meaning = "codes that are not 0, on average over the evaluation data",
    Role = ReportRole.ActiveFeatures
)]
[Measures(
    "l0-fraction",
    Better.Neither,
    Least = 0,
    Most = 1,
    DisplayName = "L0 fraction",
    Meaning = "L0 over the number of dictionary features"
)]
public sealed class L0Metric : IObservingMetric
{
    private long _active;
    private long _rows;

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        _active += Rows.CountActive(Rows.Of(batch.Codes, out var codes));
        GC.KeepAlive(codes);
        _rows += batch.Codes.shape[0];
    }

    /// <inheritdoc/>
    /// <returns>NaN where no row was observed.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var mean = _active / (double)_rows;
        return
        [
            new Measurement("l0", mean, "features", Better.Neither),
            new Measurement("l0-fraction", mean / subject.Weights.DecoderWeight.shape[0], "", Better.Neither),
        ];
    }
}
