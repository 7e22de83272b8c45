using SparsePlugins.Contracts;
using Xunit;

namespace SparsePlugins.Conformance;

/// <summary>The rules of metrics as tests. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class MetricConformance : ComponentConformance
{
    private CheckedMetric? _subject;

    /// <summary>The rules, a test each.</summary>
    public static TheoryData<string> Rules => StatementsOf(MetricRules.All);

    /// <summary>A new metric.</summary>
    protected abstract IMetric Create();

    /// <summary>How much a value may depend on how the data is cut into batches.</summary>
    protected virtual double BatchTolerance => 1e-9;

    /// <summary>What is measured.</summary>
    protected ToyProblem Problem => Subject.Problem;

    /// <summary>What a new metric measures after it saw the batches. The truth is withheld from one that does not ask for it.</summary>
    /// <param name="batches">Evaluation data; shown to a metric that observes.</param>
    protected IReadOnlyList<Measurement> Measure(params IEnumerable<EvaluationBatch> batches) => Subject.Measure(batches);

    private CheckedMetric Subject => _subject ??= new(Create) { BatchTolerance = BatchTolerance };

    /// <summary>Fails unless a rule holds.</summary>
    /// <param name="rule">What holds.</param>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Satisfies(string rule) => Check(MetricRules.All, rule, Subject);
}
