using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>
/// Share of dictionary features whose code is 0 in every row of the evaluation data; also their number (<c>dead-fraction-count</c>), and how many of the
/// others are duplicates of another one: their decoder row coincides with that of an earlier living feature (<c>dead-fraction-duplicates</c>, cosine 1 - 1e-6 or more).
/// </summary>
/// <remarks>
/// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023.
/// Departures: the window is the evaluation data (<c>evaluation.samples</c> rows), the same rows every time, and not the latest training data; a
/// feature rarer than one in that many rows counts as dead.
/// </remarks>
[Component("dead-fraction")]
[Measures(
    "dead-fraction",
    Better.Lower,
    Least = 0,
    Most = 1,
    DisplayName = "Dead features",
    Meaning = "share of the dictionary features that fire on no row of the evaluation data",
    Role = ReportRole.DeadFeatures
)]
[Measures(
    "dead-fraction-count",
    Better.Lower,
    Least = 0,
    DisplayName = "Number of dead features",
    Meaning = "dictionary features that fire on no row of the evaluation data"
)]
[Measures(
    "dead-fraction-duplicates",
    Better.Lower,
    Least = 0,
    DisplayName = "Duplicate features",
    Meaning = "living dictionary features whose decoder row coincides with that of an earlier one"
)]
public sealed class DeadFractionMetric : IObservingMetric
{
    private int[]? _fired; // 0 until the feature fires

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        var codes = Rows.Of(batch.Codes, out var owner); // [B, F]
        var features = (int)batch.Codes.shape[1];
        _fired ??= new int[features];
        for (var start = 0; start < codes.Length; start += features)
        {
            Rows.MarkActive(_fired, codes.Slice(start, features));
        }

        GC.KeepAlive(owner);
    }

    /// <inheritdoc/>
    /// <returns>NaN where no row was observed.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var dead = _fired is null ? double.NaN : _fired.Count(fired => fired == 0);
        return
        [
            new Measurement("dead-fraction", dead / subject.Weights.DecoderWeight.shape[0], "", Better.Lower),
            new Measurement("dead-fraction-count", dead, "features", Better.Lower),
            new Measurement("dead-fraction-duplicates", Duplicates(subject.Weights.DecoderWeight), "features", Better.Lower),
        ];
    }

    private double Duplicates(Tensor decoder)
    {
        if (_fired is null)
        {
            return double.NaN;
        }

        var living = Enumerable.Range(0, _fired.Length).Where(feature => _fired[feature] != 0).Select(feature => (long)feature).ToArray();
        return Directions.CountCoinciding(decoder.index_select(0, tensor(living, device: decoder.device)));
    }
}
