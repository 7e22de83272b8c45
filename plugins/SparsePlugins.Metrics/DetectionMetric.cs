using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Dictionary features as detectors: each is held against the true feature whose direction is closest to its decoder row by |cosine|, and fires, or not, where
/// that is active. Mean F1 over all dictionary features, 0 for one that never fires. Also mean precision and recall (<c>detection-precision</c>,
/// <c>detection-recall</c>), and F1 within deciles of firing probability of the true features: of each the best of the dictionary features that it is closest to,
/// 0 where there is none (<c>detection-decile-1</c>, the rarest, to <c>detection-decile-10</c>).
/// </summary>
/// <remarks>
/// Source: "SynthSAEBench", arXiv 2602.14687.
/// Departures: a code other than 0 fires, also a negative one; deciles are ours, cut as those of <c>mmcs</c>. A true feature that is never active in the evaluation
/// data has recall and F1 of 0.
/// </remarks>
[Component("detection")]
[Measures(
    "detection",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "F1",
    Meaning = "mean F1 of dictionary features as detectors of the true feature that is closest to their row"
)]
[Measures(
    "detection-precision",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Precision",
    Meaning = "of the rows where a dictionary feature fires, the share where its true feature is active; mean over dictionary features"
)]
[Measures(
    "detection-recall",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Recall",
    Meaning = "of the rows where its true feature is active, the share where a dictionary feature fires; mean over dictionary features"
)]
[Measures(
    "detection-decile-*",
    Better.Higher,
    Least = 0,
    Most = 1,
    Meaning = "best F1 of a true feature's detectors, mean over a tenth of the true features: 1 the tenth that fires least often, 10 most often",
    Role = ReportRole.Deciles
)]
[Needs(Capability.GroundTruth)]
[Needs(Capability.TrueFiring)]
public sealed class DetectionMetric : IObservingMetric
{
    private readonly Firings _firings = new();

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch) => _firings.Add(batch);

    /// <inheritdoc/>
    /// <returns>NaN where no row was observed.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var matches = BestMatches.Of(subject);
        var active = _firings.ActiveCounts(matches.RowOf.Length);
        var hits = Hits(matches.RowsByFeature(), matches.FeatureOf.Length);
        var f1 = ByFeature((hit, fired, present) => Share(2 * hit, fired + present));
        return
        [
            Ratio("detection", Mean(f1)),
            Ratio("detection-precision", Mean(ByFeature((hit, fired, _) => Share(hit, fired)))),
            Ratio("detection-recall", Mean(ByFeature((hit, _, present) => Share(hit, present)))),
            .. Deciles(subject, matches, f1).Select((mean, i) => Ratio(FormattableString.Invariant($"detection-decile-{i + 1}"), mean)),
        ];

        double[] ByFeature(Func<int, int, int, double> score) =>
            [.. _firings.Counts.Select((fired, feature) => score(hits[feature], fired, active[matches.FeatureOf[feature]]))];
    }

    /// <summary>[F] rows in which a dictionary feature fires and its true feature is active.</summary>
    private int[] Hits(int[][] detectors, int features)
    {
        var hits = new int[features];
        for (var row = 0; row < _firings.Rows; row++)
            foreach (var active in _firings.ActiveIn(row))
            foreach (var detector in detectors[active])
                hits[detector] += _firings.Fires(row, detector) ? 1 : 0;
        return hits;
    }

    private double[] Deciles(MetricSubject subject, BestMatches matches, double[] f1)
    {
        double[] best =
        [
            .. matches.RowsByFeature().Select(rows => _firings.Rows == 0 ? double.NaN : rows.Max(row => (double?)f1[row]) ?? 0),
        ];
        return FiringDeciles.Means(best, Tensors.Numbers(subject.Truth!.FiringProbabilities));
    }

    private static double Mean(double[] values) => values.Length == 0 ? double.NaN : values.Average();

    private static double Share(int part, int whole) => whole == 0 ? 0 : part / (double)whole;

    private static Measurement Ratio(string name, double value) => new(name, value, "", Better.Higher);
}
