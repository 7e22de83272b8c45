using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class KlMetricTests : MetricConformance
{
    protected override IMetric Create() => new KlMetric(new());

    [Theory]
    [InlineData("kl", 1.5)]
    [InlineData("kl-recovered", 0.75)] // 1 - 1.5 / 6
    [InlineData("kl-zero", 6)]
    public void Scores_by_hand(string name, double expected)
    {
        var model = new StatedModel(new(4, 6, 1.5, 100), new(4, 12, 6, 100), new(4, 8, 3, 100));
        Assert.Equal(expected, Create().Value(model.Subject, name), 1e-12);
    }

    [Fact]
    public void Activations_that_the_model_does_not_use_give_no_score()
    {
        var model = new StatedModel(new(4, 4, 0, 100), new(4, 4, 0, 100), new(4, 4, 0, 100));
        Assert.Equal(double.NaN, Create().Value(model.Subject, "kl-recovered"));
    }
}
