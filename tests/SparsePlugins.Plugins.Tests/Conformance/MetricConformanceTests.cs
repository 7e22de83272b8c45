using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace SparsePlugins.Plugins.Tests.Conformance;

/// <summary>Each check of the conformance library fails for a metric that breaks its rule.</summary>
public sealed class MetricConformanceTests
{
    [Theory]
    [InlineData("other")]
    [InlineData("plain", "rest")]
    [InlineData("plain", "plain-B")]
    [InlineData("plain", "plain-a", "plain-a")]
    public void Names_that_break_the_rule_are_caught(params string[] names) =>
        Catches(s => s.The_first_measurement_has_the_name_of_the_metric_and_the_others_begin_with_it(), _ => 0, names);

    [Fact]
    public void A_value_that_is_not_a_number_is_caught() => Catches(s => s.Every_value_of_a_plain_case_is_finite(), _ => double.NaN);

    [Fact]
    public void The_truth_is_withheld_from_a_metric_that_did_not_ask_for_it()
    {
        using var subject = new Subject(s => s.Truth!.Features.shape[0], ["plain"]);
        Assert.Throws<NullReferenceException>(subject.Every_value_of_a_plain_case_is_finite);
    }

    [Fact]
    public void Writing_into_the_dictionary_is_caught() =>
        Catches(s => s.What_it_reads_is_left_as_it_was(), s => s.Weights.DecoderWeight.mul_(2).shape[0]);

    [Fact]
    public void Using_the_global_generator_is_caught() =>
        Catches(s => s.Global_randomness_is_neither_read_nor_advanced(), _ => rand(1).item<float>());

    [Fact]
    public void Averaging_the_averages_of_batches_is_caught() =>
        Catches(s => s.How_the_data_is_cut_into_batches_changes_nothing(), batches => batches.Average(b => b.Codes.mean().item<float>()));

    [Fact]
    public void Keeping_a_batch_is_caught() =>
        Catches(s => s.Every_batch_may_be_shown_in_a_dispose_scope_of_its_own(), batches => batches.Count, keep: true);

    private static void Catches(Action<Subject> check, Func<MetricSubject, double> value, params string[] names)
    {
        using var subject = new Subject(value, names.Length > 0 ? names : ["plain"]);
        Assert.ThrowsAny<XunitException>(() => check(subject));
    }

    private static void Catches(Action<ObservingSubject> check, Func<List<EvaluationBatch>, double> value, bool keep = false)
    {
        using var subject = new ObservingSubject(value, keep);
        Assert.ThrowsAny<XunitException>(() => check(subject));
    }

    private sealed class Subject(Func<MetricSubject, double> value, string[] names) : MetricConformance
    {
        protected override IMetric Create() => new Metric(value, names);
    }

    private sealed class ObservingSubject(Func<List<EvaluationBatch>, double> value, bool keep) : MetricConformance
    {
        protected override IMetric Create() => new ObservingMetric(value, keep);
    }

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
