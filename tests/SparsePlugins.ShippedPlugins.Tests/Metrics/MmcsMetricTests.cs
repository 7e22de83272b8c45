using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class MmcsMetricTests : MetricConformance
{
    private static readonly float[,] Axes =
    {
        { 1, 0 },
        { 0, 1 },
    };

    // Cosines with the axes: (0.6, 0.8), (-1, 0), (0.8, 0.6).
    private static readonly float[,] ThreeRows =
    {
        { 3, 4 },
        { -1, 0 },
        { 0.8f, 0.6f },
    };

    protected override IMetric Create() => new MmcsMetric(new());

    [Theory]
    [InlineData("mmcs", (0.8 + 0.8) / 2)] // the reversed row does not count
    [InlineData("mmcs-learned-to-true", (0.8 + 0 + 0.8) / 3)]
    [InlineData("mmcs-recovered", 0)]
    [InlineData("mmcs-distinct", 2.0 / 3)]
    public void Three_rows_against_two_axes_by_hand(string name, double expected) =>
        Assert.Equal(expected, Create().Value(Measured.Dictionary(ThreeRows, Axes), name), 1e-6);

    [Fact]
    public void What_counts_as_recovered_is_an_option()
    {
        var rows = new float[,]
        {
            { 1, 0 },
            { 0.6f, 0.8f },
        };
        var subject = Measured.Dictionary(rows, Axes);
        Assert.Equal(0.5, Create().Value(subject, "mmcs-recovered"));
        Assert.Equal(1.0, new MmcsMetric(new() { RecoveredAbove = 0.75 }).Value(subject, "mmcs-recovered"));
    }

    [Fact]
    public void One_row_that_is_nearest_to_two_features_counts_once()
    {
        var rows = new float[,]
        {
            { 1, 1 },
            { -1, -1 },
        };
        Assert.Equal(0.5, Create().Value(Measured.Dictionary(rows, Axes), "mmcs-distinct"));
    }

    [Fact]
    public void A_slow_reading_of_the_definition_agrees()
    {
        var cosines = SlowCosines();
        var best = cosines.Select(row => row.Max()).ToArray();
        var firing = TensorAssertions.Numbers(Problem.Truth.FiringProbabilities); // falling, so the last feature is the rarest
        Assert.Equal(firing.OrderDescending(), firing);
        var values = Measure(Problem.Batches).ToDictionary(measurement => measurement.Name, measurement => measurement.Value);

        Assert.Equal(best.Average(), values["mmcs"], 1e-6);
        Assert.Equal(Enumerable.Range(0, 24).Average(f => cosines.Max(row => row[f])), values["mmcs-learned-to-true"], 1e-6);
        Assert.Equal(best.Count(cosine => cosine > 0.9) / 20.0, values["mmcs-recovered"], 1e-6);
        for (var decile = 1; decile <= 10; decile++)
            Assert.Equal((best[20 - (2 * decile)] + best[21 - (2 * decile)]) / 2, values[$"mmcs-decile-{decile}"], 1e-6);
    }

    [Fact]
    public void Longer_rows_in_another_order_measure_the_same()
    {
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var decoder =
            Problem.Weights.DecoderWeight.index_select(0, randperm(24, generator: random)) * (rand(24, 1, generator: random) + 0.5);
        var changed = Problem.Subject() with { Weights = Problem.Weights with { DecoderWeight = decoder } };
        Assert.All(
            Measure(Problem.Batches).Zip(Create().Measure(changed)),
            pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-6)
        );
    }

    [Fact]
    public void The_truth_itself_is_perfect()
    {
        var perfect = Problem.Subject() with { Weights = Problem.Weights with { DecoderWeight = Problem.Truth.Features } };
        Assert.All(Create().Measure(perfect), measurement => Assert.Equal(1.0, measurement.Value, 1e-6));
    }

    [Fact]
    public void A_dictionary_row_of_zero_is_far_from_everything() =>
        Assert.Equal(
            0.0,
            Create()
                .Value(
                    Measured.Dictionary(
                        new float[,]
                        {
                            { 0, 0 },
                        },
                        Axes
                    ),
                    "mmcs"
                )
        );

    private double[][] SlowCosines()
    {
        var truth = TensorAssertions.Numbers(Problem.Truth.Features).Chunk(12);
        var rows = TensorAssertions.Numbers(Problem.Weights.DecoderWeight).Chunk(12).ToArray();
        return [.. truth.Select(feature => rows.Select(row => Dot(feature, row) / Math.Sqrt(Dot(row, row))).ToArray())];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
