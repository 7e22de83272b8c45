using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class AbsorptionMetricTests : MetricConformance
{
    private static readonly float[,] Axes =
    {
        { 1, 0, 0 },
        { 0, 1, 0 },
        { 0, 0, 1 },
    };

    /// <summary>Rows 0 and 3 stand for feature 0, row 0 more closely; rows 1 and 2 for its children.</summary>
    private static readonly float[,] FourRows =
    {
        { 1, 0, 0 },
        { 0, 1, 0.1f },
        { 0, 0, -1 },
        { 1, 0.2f, 0 },
    };

    /// <summary>Feature 0 is the parent of 1 and 2.</summary>
    private static readonly int[] Parents = [-1, 0, 0];

    /// <summary>Four rows with the parent alone, three with a child.</summary>
    private static readonly int[][] Active =
    [
        [0],
        [0],
        [0],
        [0],
        [0, 1],
        [0, 1],
        [0, 2],
        [],
    ];

    private static readonly float[,] Codes =
    {
        { 1, 0, 0, 0 },
        { 1, 0, 0, 0 },
        { 1, 0, 0, 1 },
        { 0, 0, 0, 0 },
        { 0, 3, 0, 0 }, // Absorbed.
        { 0, 0, 1, 0 }, // Silent, but the child that fires isn't active.
        { 1, 0, 0, 0 },
        { 1, 0, 0, 0 },
    };

    protected override IMetric Create() => new AbsorptionMetric(new() { LeastRows = 1 });

    [Theory]
    [InlineData("absorption", 0.75 - (1.0 / 3))]
    [InlineData("absorption-recall-alone", 0.75)]
    [InlineData("absorption-recall-with-child", 1.0 / 3)]
    [InlineData("absorption-taken", 1.0 / 3)]
    [InlineData("absorption-splitting", 2)]
    public void A_parent_with_two_children_by_hand(string name, double expected) =>
        Assert.Equal(expected, Create().Value(Family(FourRows), name, Batch()), 1e-12);

    [Fact]
    public void A_parent_with_too_few_rows_is_left_out()
    {
        Assert.Equal(0.75, new AbsorptionMetric(new() { LeastRows = 3 }).Value(Family(FourRows), "absorption-recall-alone", Batch()));
        Assert.Equal(double.NaN, new AbsorptionMetric(new() { LeastRows = 4 }).Value(Family(FourRows), "absorption-recall-alone", Batch()));
    }

    [Fact]
    public void Features_that_fire_as_the_true_ones_do_absorb_nothing()
    {
        var codes = new float[Active.Length, 3];
        foreach (var (row, active) in Active.Index())
        foreach (var feature in active)
            codes[row, feature] = 1;
        var batch = Measured.Batch(new float[8, 3], new float[8, 3], codes) with { Firing = Active };

        Assert.Equal(0, Create().Value(Family(Axes), "absorption", batch));
        Assert.Equal(1, Create().Value(Family(Axes), "absorption-recall-with-child", batch));
        Assert.Equal(1, Create().Value(Family(Axes), "absorption-splitting", batch));
    }

    [Fact]
    public void A_slow_reading_of_the_definition_agrees()
    {
        var active = Problem.Batches.SelectMany(batch => batch.Firing!).ToArray();
        var codes = Problem.Batches.SelectMany(batch => TensorAssertions.Numbers(batch.Codes).Chunk(24)).ToArray();
        var differences = new List<double>();
        for (var parent = 0; parent < 10; parent++) // Feature i's children are 2 i + 1 and 2 i + 2; the problem has 20 features.
        {
            var own = RowOf(parent);
            var with = Fires(row => active[row].Contains((2 * parent) + 1) || active[row].Contains((2 * parent) + 2));
            var alone = Fires(row => !active[row].Contains((2 * parent) + 1) && !active[row].Contains((2 * parent) + 2));
            if (with.Length > 0 && alone.Length > 0)
                differences.Add(alone.Average() - with.Average());

            double[] Fires(Func<int, bool> chosen) =>
                [
                    .. Enumerable
                        .Range(0, active.Length)
                        .Where(row => active[row].Contains(parent) && chosen(row))
                        .Select(row => codes[row][own] != 0 ? 1.0 : 0),
                ];
        }

        Assert.True(differences.Count >= 8, $"{differences.Count} parents");
        Assert.Equal(differences.Average(), Measure(Problem.Batches)[0].Value, 1e-12);
    }

    private static MetricSubject Family(float[,] rows)
    {
        var subject = Measured.Dictionary(rows, Axes);
        return subject with { Truth = subject.Truth! with { Parents = Parents } };
    }

    private static EvaluationBatch Batch() => Measured.Batch(new float[8, 3], new float[8, 3], Codes) with { Firing = Active };

    private int RowOf(int feature)
    {
        var own = TensorAssertions.Numbers(Problem.Truth.Features).Chunk(12).ElementAt(feature);
        var rows = TensorAssertions.Numbers(Problem.Weights.DecoderWeight).Chunk(12);
        return rows.Index().MaxBy(row => Math.Abs(row.Item.Zip(own, (x, y) => x * y).Sum())).Index;
    }
}
