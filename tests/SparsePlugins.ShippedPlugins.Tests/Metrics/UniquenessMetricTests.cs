using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class UniquenessMetricTests : MetricConformance
{
    private static readonly float[,] Axes =
    {
        { 1, 0 },
        { 0, 1 },
    };

    protected override IMetric Create() => new UniquenessMetric();

    [Fact]
    public void Rows_that_stand_for_one_feature_count_once_by_hand()
    {
        // Closest by |cosine|: axis 1, axis 0 (reversed), axis 0, axis 0: two different ones of four rows.
        var rows = new float[,]
        {
            { 3, 4 },
            { -1, 0 },
            { 0.8f, 0.6f },
            { 0.9f, -0.1f },
        };
        Assert.Equal(0.5, Create().Value(Measured.Dictionary(rows, Axes), "uniqueness"));
    }

    [Fact]
    public void A_slow_reading_of_the_definition_agrees()
    {
        var truth = TensorAssertions.Numbers(Problem.Truth.Features).Chunk(12).ToArray();
        var rows = TensorAssertions.Numbers(Problem.Weights.DecoderWeight).Chunk(12);
        var closest = rows.Select(row => truth.Index().MaxBy(one => Math.Abs(one.Item.Zip(row, (x, y) => x * y).Sum())).Index);

        // 24 rows of unit length near 20 features.
        Assert.Equal(closest.Distinct().Count() / 24.0, Measure(Problem.Batches)[0].Value);
        Assert.InRange(Measure(Problem.Batches)[0].Value, 0.5, 20.0 / 24);
    }

    [Fact]
    public void The_truth_itself_is_unique()
    {
        var perfect = Problem.Subject() with { Weights = Problem.Weights with { DecoderWeight = Problem.Truth.Features } };
        Assert.Equal(1.0, Create().Value(perfect, "uniqueness"));
    }
}
