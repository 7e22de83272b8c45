using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class LossRecoveredMetricTests : MetricConformance
{
    protected override IMetric Create() => new LossRecoveredMetric(new());

    [Theory]
    [InlineData("loss-recovered", 0.75)] // (12 - 6) / (12 - 4)
    [InlineData("loss-recovered-from-mean", 0.5)] // (8 - 6) / (8 - 4)
    [InlineData("loss-recovered-increase", 2)]
    [InlineData("loss-recovered-clean", 4)]
    [InlineData("loss-recovered-reconstructed", 6)]
    [InlineData("loss-recovered-zero", 12)]
    [InlineData("loss-recovered-mean", 8)]
    public void Scores_by_hand(string name, double expected)
    {
        var model = new StatedModel(new(4, 6, 1, 100), new(4, 12, 9, 100), new(4, 8, 3, 100));
        Assert.Equal(expected, Create().Value(model.Subject, name), 1e-12);
    }

    [Fact]
    public void Activations_that_the_model_is_better_without_give_no_score()
    {
        var model = new StatedModel(new(4, 6, 1, 100), new(4, 4, 9, 100), new(4, 3, 3, 100));
        Assert.Equal(double.NaN, Create().Value(model.Subject, "loss-recovered"));
        Assert.Equal(double.NaN, Create().Value(model.Subject, "loss-recovered-from-mean"));
        Assert.Equal(2, Create().Value(model.Subject, "loss-recovered-increase"), 1e-12);
    }

    [Fact]
    public void Two_metrics_of_as_many_contexts_run_the_dictionary_once_and_never_more_contexts_than_there_are()
    {
        var model = new StatedModel(new(4, 6, 1, 100), new(4, 12, 9, 100), new(4, 8, 3, 100));
        var subject = model.Subject;
        new LossRecoveredMetric(new() { Contexts = 50 }).Measure(subject);
        new KlMetric(new() { Contexts = 60 }).Measure(subject);
        new KlMetric(new() { Contexts = 7 }).Measure(subject);
        Assert.Equal([40, 7], model.Replaced);
    }
}
