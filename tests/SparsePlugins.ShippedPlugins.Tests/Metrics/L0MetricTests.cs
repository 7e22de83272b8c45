using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class L0MetricTests : MetricConformance
{
    protected override IMetric Create() => new L0Metric();

    [Fact]
    public void Two_batches_of_different_size_by_hand()
    {
        // 1 + 2 + 0 active codes in three rows; F is 24.
        var first = Measured.Batch(
            new float[2, 1],
            new float[2, 1],
            new float[,]
            {
                { 0, 0.5f, 0 },
                { 1e-30f, 0, 7 },
            }
        );
        var second = Measured.Batch(
            new float[1, 1],
            new float[1, 1],
            new float[,]
            {
                { 0, 0, 0 },
            }
        );
        Assert.Equal(1.0, Create().Value(Problem.Subject(), "l0", first, second));
        Assert.Equal(1.0 / 24, Create().Value(Problem.Subject(), "l0-fraction", first, second), 1e-15);
    }

    [Fact]
    public void A_slow_count_agrees()
    {
        var codes = Problem.Batches.SelectMany(batch => TensorAssertions.Numbers(batch.Codes)).ToArray();
        Assert.Equal(codes.Count(code => code != 0) / (codes.Length / 24.0), Measure(Problem.Batches)[0].Value, 1e-12);
    }

    [Fact]
    public void Without_data_it_is_undefined() => Assert.Equal(double.NaN, Create().Value(Problem.Subject(), "l0"));
}
