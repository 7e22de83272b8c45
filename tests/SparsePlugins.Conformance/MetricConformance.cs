using System.Reflection;
using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>What every metric owes. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class MetricConformance : ComponentConformance
{
    /// <summary>A new metric.</summary>
    protected abstract IMetric Create();

    /// <summary>How much a value may depend on how the data is cut into batches.</summary>
    protected virtual double BatchTolerance => 1e-9;

    /// <summary>What is measured.</summary>
    protected ToyProblem Problem { get; } = new();

    /// <inheritdoc/>
    protected sealed override Type ComponentType => Create().GetType();

    private bool NeedsTruth => ComponentType.GetCustomAttributes<NeedsAttribute>().Any(needs => needs.Capability == Capability.GroundTruth);

    private string Name => ComponentType.GetCustomAttribute<ComponentAttribute>()!.Name;

    /// <summary>What a new metric measures after it saw the batches. The truth is withheld from one that does not ask for it.</summary>
    /// <param name="batches">Evaluation data; shown to a metric that observes.</param>
    protected IReadOnlyList<Measurement> Measure(params IEnumerable<EvaluationBatch> batches)
    {
        var metric = Create();
        foreach (var batch in metric is IObservingMetric ? batches : [])
            ((IObservingMetric)metric).Observe(batch);
        return metric.Measure(Problem.Subject(withTruth: NeedsTruth));
    }

    [Fact]
    public void The_first_measurement_has_the_name_of_the_metric_and_the_others_begin_with_it()
    {
        var names = Measure(Problem.Batches).Select(measurement => measurement.Name).ToList();
        Assert.True(names.Count > 0, "it measures nothing; return at least one Measurement");
        Assert.True(names[0] == Name, $"its first measurement is called '{names[0]}'; it must be '{Name}', as the metric");
        Assert.All(
            names.Skip(1),
            name => Assert.True(name.StartsWith(Name + "-", StringComparison.Ordinal), $"'{name}' does not begin with '{Name}-'")
        );
        Assert.All(names, name => Assert.True(KebabCase().IsMatch(name), $"'{name}' is not in kebab-case"));
        Assert.True(names.Distinct().Count() == names.Count, $"two measurements have one name: {string.Join(", ", names)}");
    }

    [Fact]
    public void Every_value_of_a_plain_case_is_finite() =>
        Assert.All(
            Measure(Problem.Batches),
            measurement => Assert.True(double.IsFinite(measurement.Value), $"'{measurement.Name}' of a plain case is {measurement.Value}")
        );

    [Fact]
    public void What_it_measures_is_what_it_declares()
    {
        var declared = ComponentType.GetCustomAttributes<MeasuresAttribute>().ToArray();
        foreach (var measurement in declared.Length == 0 ? [] : Measure(Problem.Batches))
        {
            var declaration = declared.FirstOrDefault(one => IsOf(measurement.Name, one.Name));
            Assert.True(declaration is not null, $"'{measurement.Name}' is measured, and no [Measures] on the class declares it");
            Assert.True(
                declaration!.Better == measurement.Better,
                $"'{measurement.Name}' is declared as {declaration.Better} and measured as {measurement.Better}"
            );
            Assert.True(
                double.IsNaN(measurement.Value) || (measurement.Value >= declaration.Least && measurement.Value <= declaration.Most),
                $"'{measurement.Name}' is {measurement.Value}; [Measures] declares {declaration.Least} to {declaration.Most}"
            );
        }
    }

    [Fact]
    public void What_it_declares_can_stand_in_a_report()
    {
        foreach (var one in ComponentType.GetCustomAttributes<MeasuresAttribute>())
        {
            Assert.True(
                one.Meaning.Length == 0 || (one.Meaning.Trim() == one.Meaning && !one.Meaning.EndsWith('.') && !one.Meaning.Contains('\n')),
                $"the meaning of '{one.Name}' is half a sentence on one line, without a full stop, got '{one.Meaning}'"
            );
            Assert.True(
                one.Role != ReportRole.Deciles || one.Name.EndsWith("-*", StringComparison.Ordinal),
                $"'{one.Name}' has the role {one.Role}, so its name must end in '-*', which stands for 1 to 10"
            );
            Assert.True(
                one.Role != ReportRole.DeadFeatures || (one.Least >= 0 && one.Most <= 1),
                $"'{one.Name}' has the role {one.Role}, which is a share: declare Least = 0 and Most = 1"
            );
        }
    }

    /// <summary>A star at the end of a declared name stands for any further characters.</summary>
    private static bool IsOf(string name, string declared) =>
        declared.EndsWith('*') ? name.StartsWith(declared[..^1], StringComparison.Ordinal) : name == declared;

    [Fact]
    public void Measuring_the_same_again_gives_the_same() =>
        Assert.True(Measure(Problem.Batches).SequenceEqual(Measure(Problem.Batches)), "two new metrics measure the same case differently");

    [Fact]
    public void How_the_data_is_cut_into_batches_changes_nothing()
    {
        var whole = Measure(Problem.Batches);
        var pieces = Measure(Problem.Batches.SelectMany(batch => Cut(batch, 1, 50, batch.Input.shape[0])));
        Assert.All(
            whole.Zip(pieces),
            pair =>
                Assert.True(
                    pair.First.Value.Equals(pair.Second.Value) || Math.Abs(pair.First.Value - pair.Second.Value) <= BatchTolerance,
                    $"'{pair.First.Name}' of the whole data is {pair.First.Value}, of the same data in pieces {pair.Second.Value}"
                )
        );
    }

    [Fact]
    public void What_it_reads_is_left_as_it_was() => Conduct.LeavesUntouched(Inputs(), () => Measure(Problem.Batches));

    [Fact]
    public void No_tensor_outlives_the_measurement() => Conduct.LeavesNothingBehind(() => Measure(Problem.Batches));

    [Fact]
    public void Every_batch_may_be_shown_in_a_dispose_scope_of_its_own()
    {
        var metric = Create();
        foreach (var batch in metric is IObservingMetric ? Problem.Batches : [])
            Conduct.LeavesNothingBehind(() => ((IObservingMetric)metric).Observe(batch));
        Assert.True(
            Measure(Problem.Batches).SequenceEqual(metric.Measure(Problem.Subject(NeedsTruth))),
            "it measures something else when each batch is shown in a dispose scope of its own; keep numbers between batches, not tensors"
        );
    }

    [Fact]
    public void Global_randomness_is_neither_read_nor_advanced() =>
        Conduct.UsesNoGlobalRandomness(() => [.. Measure(Problem.Batches).Select(measurement => BitConverter.GetBytes(measurement.Value))]);

    private static IEnumerable<EvaluationBatch> Cut(EvaluationBatch batch, params long[] ends)
    {
        var start = 0L;
        foreach (var end in ends)
        {
            yield return new EvaluationBatch(Rows(batch.Input), Rows(batch.Codes), Rows(batch.Reconstruction));
            start = end;
            Tensor Rows(Tensor whole) => whole.narrow(0, start, end - start);
        }
    }

    private IEnumerable<Tensor> Inputs()
    {
        var (weights, truth) = (Problem.Weights, Problem.Truth);
        var batches = Problem.Batches.SelectMany(batch => new[] { batch.Input, batch.Codes, batch.Reconstruction });
        return
        [
            weights.EncoderWeight,
            weights.EncoderBias,
            weights.DecoderWeight,
            weights.DecoderBias,
            truth.Features,
            truth.FiringProbabilities,
            .. batches,
        ];
    }
}
