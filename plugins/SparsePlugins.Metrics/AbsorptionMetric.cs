using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Where true features have parents: how much of a parent's dictionary feature, the one whose decoder row is closest to it by |cosine|, is absorbed by those of its
/// children. Over parents, the mean of its recall where no child is active minus that where one is; 0 where children take nothing away. Also both recalls
/// (<c>absorption-recall-alone</c>, <c>absorption-recall-with-child</c>); the share of rows with an active child in which the parent's dictionary feature is silent and
/// an active child's fires (<c>absorption-taken</c>); and the mean number of living dictionary features that stand for one parent, of parents that have any
/// (<c>absorption-splitting</c>).
/// </summary>
/// <remarks>
/// Source: Chanin et al., "A is for Absorption", arXiv 2409.14507, for the idea; with true features and trees known (SynthSAEBench, arXiv 2602.14687) no probe is needed.
/// Departures: the two recalls are compared, so that a parent that no dictionary feature stands for adds about 0, and not what looks like absorption. A
/// dictionary feature stands for the true feature that is closest to its row. One that is closest to a parent and to its child is not said to be the child's.
/// </remarks>
[Component("absorption")]
[Measures(
    "absorption",
    Better.Lower,
    Least = -1,
    Most = 1,
    DisplayName = "Absorption",
    Meaning = "recall of parents' dictionary features where no child is active, minus that where one is"
)]
[Measures(
    "absorption-recall-alone",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Recall of parents alone",
    Meaning = "of the rows where a parent is active without a child, the share where its dictionary feature fires; mean over parents"
)]
[Measures(
    "absorption-recall-with-child",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Recall of parents with a child",
    Meaning = "of the rows where a parent is active with a child, the share where its dictionary feature fires; mean over parents"
)]
[Measures(
    "absorption-taken",
    Better.Lower,
    Least = 0,
    Most = 1,
    DisplayName = "Absorbed activations",
    Meaning = "of the rows where a parent is active with a child, the share where the child's dictionary feature fires and its own doesn't; mean over parents"
)]
[Measures(
    "absorption-splitting",
    Better.Lower,
    Least = 1,
    DisplayName = "Splitting",
    Meaning = "living dictionary features whose closest true feature is one parent, on average over parents that have any"
)]
[Needs(Capability.GroundTruth)]
[Needs(Capability.TrueFiring)]
[Needs(Capability.Hierarchy)]
public sealed class AbsorptionMetric(AbsorptionOptions options) : IObservingMetric
{
    private readonly Firings _firings = new();

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch) => _firings.Add(batch);

    /// <inheritdoc/>
    /// <returns>NaN where no parent is active often enough.</returns>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var (parents, matches) = (subject.Truth!.Parents!, BestMatches.Of(subject));
        var counted = ParentRecalls.Count(_firings, parents, matches.RowOf).Where(one => one.HasRows(options.LeastRows)).ToArray();
        return
        [
            Mean("absorption", Better.Lower, counted.Select(one => one.Alone - one.WithChild)),
            Mean("absorption-recall-alone", Better.Higher, counted.Select(one => one.Alone)),
            Mean("absorption-recall-with-child", Better.Higher, counted.Select(one => one.WithChild)),
            Mean("absorption-taken", Better.Lower, counted.Select(one => one.Taken)),
            Mean("absorption-splitting", Better.Lower, Standing(matches, parents)),
        ];
    }

    private IEnumerable<double> Standing(BestMatches matches, IReadOnlyList<int> parents)
    {
        var rows = matches.RowsByFeature();
        return parents
            .Where(parent => parent >= 0)
            .Distinct()
            .Select(parent => (double)rows[parent].Count(row => _firings.Rows > 0 && _firings.Counts[row] > 0))
            .Where(count => count > 0);
    }

    private static Measurement Mean(string name, Better better, IEnumerable<double> values) =>
        new(name, values.DefaultIfEmpty(double.NaN).Average(), "", better);
}
