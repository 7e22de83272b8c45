using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Number of different true features that are the closest one, by |cosine|, of some dictionary row, over the number of rows; 1 where no two rows stand for one
/// feature. It is high for random rows, too, so read it beside <c>mcc</c>.
/// </summary>
/// <remarks>
/// Source: "SynthSAEBench", arXiv 2602.14687.
/// Departures: none. <c>mmcs-distinct</c> counts the other way round, dictionary rows that are closest to some true feature, by signed cosine.
/// </remarks>
[Component("uniqueness")]
[Measures(
    "uniqueness",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Uniqueness",
    Meaning = "different true features that are closest to some dictionary row, over the number of rows"
)]
[Needs(Capability.GroundTruth)]
public sealed class UniquenessMetric : IMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var closest = BestMatches.Of(subject).FeatureOf;
        return [new Measurement("uniqueness", closest.Distinct().Count() / (double)closest.Length, "", Better.Higher)];
    }
}
