using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class DeadFractionMetricTests : MetricConformance
{
    private static readonly float[,] FourUnits = new float[4, 2];

    protected override IMetric Create() => new DeadFractionMetric();

    [Fact]
    public void A_feature_that_fires_once_in_any_batch_lives_by_hand()
    {
        // Feature 0 fires in the first batch, feature 2 in the second; 1 and 3 never do.
        var first = Measured.Batch(
            new float[1, 1],
            new float[1, 1],
            new float[,]
            {
                { 0.1f, 0, 0, 0 },
            }
        );
        var second = Measured.Batch(
            new float[2, 1],
            new float[2, 1],
            new float[,]
            {
                { 0, 0, 0, 0 },
                { 0, 0, 3, 0 },
            }
        );
        var subject = Measured.Dictionary(
            FourUnits,
            new float[,]
            {
                { 1, 0 },
            }
        );
        Assert.Equal(0.5, Create().Value(subject, "dead-fraction", first, second));
        Assert.Equal(2, Create().Value(subject, "dead-fraction-count", second, first));
    }

    [Fact]
    public void More_data_can_only_bring_features_to_life()
    {
        var some = Measure(Problem.Batches[0])[0].Value;
        Assert.InRange(Measure(Problem.Batches)[0].Value, 0, some);
    }

    [Fact]
    public void Without_data_it_is_undefined() => Assert.Equal(double.NaN, Create().Value(Problem.Subject(), "dead-fraction"));
}
