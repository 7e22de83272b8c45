using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Share of dictionary features whose code is 0 in every row of the evaluation data; also their number (<c>dead-fraction-count</c>).
/// </summary>
/// <remarks>
/// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.
/// Departures: the window is the evaluation data (<c>evaluation.samples</c> rows), the same rows every time, and not the latest training data; a
/// feature rarer than one in that many rows counts as dead.
/// </remarks>
[Component("dead-fraction")]
public sealed class DeadFractionMetric : IObservingMetric
{
    private bool[]? _fired;

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        var fired = (batch.Codes != 0).any(dim: 0).cpu().data<bool>().ToArray(); // [F]
        _fired = _fired is null ? fired : [.. _fired.Zip(fired, (before, now) => before || now)];
    }

    /// <inheritdoc/>
    /// <returns>NaN where no row was observed.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var dead = _fired is null ? double.NaN : _fired.Count(fired => !fired);
        return
        [
            new Measurement("dead-fraction", dead / subject.Weights.DecoderWeight.shape[0], "", Better.Lower),
            new Measurement("dead-fraction-count", dead, "features", Better.Lower),
        ];
    }
}
