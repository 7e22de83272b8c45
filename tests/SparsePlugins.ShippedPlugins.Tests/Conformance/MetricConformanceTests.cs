using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Conformance;

/// <summary>Each check of the conformance library fails for a metric that breaks its rule.</summary>
public sealed class MetricConformanceTests
{
    [Theory]
    [InlineData("other")]
    [InlineData("plain", "rest")]
    [InlineData("plain", "plain-B")]
    [InlineData("plain", "plain-a", "plain-a")]
    public void Names_that_break_the_rule_are_caught(params string[] names) =>
        Catches("The first measurement has the name of the metric and the others begin with it", _ => 0, names);

    [Fact]
    public void A_value_that_is_not_a_number_is_caught() => Catches("Every value of a plain case is finite", _ => double.NaN);

    [Fact]
    public void The_truth_is_withheld_from_a_metric_that_did_not_ask_for_it()
    {
        var rule = Rule("Every value of a plain case is finite");
        Assert.Throws<NullReferenceException>(() =>
            rule.Check(() => new CheckedMetric(() => new Metric(s => s.Truth!.Features.shape[0], ["plain"])))
        );
    }

    [Fact]
    public void Writing_into_the_dictionary_is_caught() =>
        Catches("What it reads is left as it was", s => s.Weights.DecoderWeight.mul_(2).shape[0]);

    [Fact]
    public void Using_the_global_generator_is_caught() =>
        Catches("Global randomness is neither read nor advanced", _ => rand(1).item<float>());

    [Fact]
    public void Averaging_the_averages_of_batches_is_caught() =>
        Catches("How the data is cut into batches changes nothing", batches => batches.Average(b => b.Codes.mean().item<float>()));

    [Fact]
    public void Keeping_a_batch_is_caught() =>
        Catches("Every batch may be shown in a dispose scope of its own", batches => batches.Count, keep: true);

    private static void Catches(string rule, Func<MetricSubject, double> value, params string[] names) =>
        Catches(rule, () => new Metric(value, names.Length > 0 ? names : ["plain"]));

    private static void Catches(string rule, Func<List<EvaluationBatch>, double> value, bool keep = false) =>
        Catches(rule, () => new ObservingMetric(value, keep));

    private static void Catches(string rule, Func<IMetric> create) =>
        Assert.Throws<ConformanceException>(() => Rule(rule).Check(() => new CheckedMetric(create)));

    private static Rule<CheckedMetric> Rule(string rule) => MetricRules.All.Single(one => one.Statement == rule);

    [Component("plain")]
    private sealed class Metric(Func<MetricSubject, double> value, string[] names) : IMetric
    {
        public IReadOnlyList<Measurement> Measure(MetricSubject subject) =>
            [.. names.Select(name => new Measurement(name, value(subject), "", Better.Neither))];
    }

    [Component("observing")]
    private sealed class ObservingMetric(Func<List<EvaluationBatch>, double> value, bool keep) : IObservingMetric
    {
        private readonly List<EvaluationBatch> _seen = [];

        public void Observe(EvaluationBatch batch) =>
            _seen.Add(keep ? batch with { Codes = batch.Codes.clone().DetachFromDisposeScope() } : batch);

        public IReadOnlyList<Measurement> Measure(MetricSubject subject) =>
            [new Measurement("observing", value(_seen), "", Better.Neither)];
    }
}
