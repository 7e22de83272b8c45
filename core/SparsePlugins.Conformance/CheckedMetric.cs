using System.Reflection;
using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>A metric that is checked.</summary>
/// <param name="create">Makes a new one.</param>
public sealed class CheckedMetric(Func<IMetric> create) : CheckedComponent(() => create().GetType())
{
    private readonly Func<IMetric> _create = create;

    /// <summary>How much a value may depend on how the data is cut into batches.</summary>
    public double BatchTolerance { get; init; } = 1e-9;

    /// <summary>What is measured.</summary>
    public ToyProblem Problem { get; } = new();

    /// <summary>The subject of a measurement; truth and language model are withheld from a metric that doesn't ask for them.</summary>
    internal MetricSubject Subject =>
        Problem.Subject(
            withTruth: Needs(Capability.GroundTruth),
            withModel: Needs(Capability.LanguageModel),
            withHierarchy: Needs(Capability.Hierarchy)
        );

    /// <summary>A new metric.</summary>
    public IMetric Create() => _create();

    /// <summary>What a new metric measures after it saw the batches. The truth is withheld from one that does not ask for it.</summary>
    /// <param name="batches">Evaluation data; shown to a metric that observes.</param>
    public IReadOnlyList<Measurement> Measure(params IEnumerable<EvaluationBatch> batches)
    {
        var metric = Create();
        foreach (var batch in metric is IObservingMetric ? batches : [])
        {
            ((IObservingMetric)metric).Observe(Shown(batch));
        }

        return metric.Measure(Subject);
    }

    /// <summary>A batch without what a metric doesn't ask for.</summary>
    internal EvaluationBatch Shown(EvaluationBatch batch) => Needs(Capability.TrueFiring) ? batch : batch with { Firing = null };

    private bool Needs(Capability capability) => Type.GetCustomAttributes<NeedsAttribute>().Any(needs => needs.Capability == capability);
}
