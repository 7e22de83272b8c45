using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class DetectionMetricTests : MetricConformance
{
    private static readonly float[,] Axes =
    {
        { 1, 0 },
        { 0, 1 },
    };

    /// <summary>Rows 0 and 1 stand for the first axis, row 2 for the second.</summary>
    private static readonly float[,] ThreeRows =
    {
        { 1, 0.1f },
        { -2, 0.1f },
        { 0, 1 },
    };

    /// <summary>Feature 0 is active in rows 0, 1 and 2, feature 1 in row 2.</summary>
    private static readonly int[][] Active =
    [
        [0],
        [0],
        [0, 1],
        [],
    ];

    private static readonly float[,] Codes =
    {
        { 1, 0, 0 },
        { 2, 0, 0 },
        { 0, -1, 0 },
        { 1, 0, 0 },
    };

    protected override IMetric Create() => new DetectionMetric();

    // Row 0 fires 3 times, twice rightly, of 3: precision 2/3, recall 2/3, F1 2/3. Row 1 fires once, rightly: 1, 1/3, 1/2. Row 2 never: 0.
    [Theory]
    [InlineData("detection", ((2.0 / 3) + 0.5) / 3)]
    [InlineData("detection-precision", ((2.0 / 3) + 1) / 3)]
    [InlineData("detection-recall", ((2.0 / 3) + (1.0 / 3)) / 3)]
    public void Three_detectors_by_hand(string name, double expected) =>
        Assert.Equal(expected, Create().Value(Measured.Dictionary(ThreeRows, Axes), name, Batch()), 1e-12);

    [Fact]
    public void A_true_feature_has_the_best_of_its_detectors()
    {
        // Of two features the rarer falls into decile 5 and the other into decile 10; the rest are empty.
        var subject = Measured.Dictionary(ThreeRows, Axes, 0.75f, 0.25f);
        Assert.Equal(0.0, Create().Value(subject, "detection-decile-5", Batch()));
        Assert.Equal(2.0 / 3, Create().Value(subject, "detection-decile-10", Batch()), 1e-12);
        Assert.Equal(double.NaN, Create().Value(subject, "detection-decile-1", Batch()));
    }

    [Fact]
    public void A_slow_reading_of_the_definition_agrees()
    {
        var scores = Enumerable.Range(0, 24).Select(SlowScores).ToArray();
        var values = Measure(Problem.Batches).ToDictionary(measurement => measurement.Name, measurement => measurement.Value);

        Assert.Equal(scores.Average(score => score.Precision), values["detection-precision"], 1e-12);
        Assert.Equal(scores.Average(score => score.Recall), values["detection-recall"], 1e-12);
        Assert.Equal(scores.Average(score => score.F1), values["detection"], 1e-12);
        Assert.InRange(values["detection"], 0.2, 0.99);
    }

    [Fact]
    public void Without_data_it_is_undefined() =>
        Assert.All(Create().Measure(Problem.Subject()), measurement => Assert.Equal(double.NaN, measurement.Value));

    private static EvaluationBatch Batch() => Measured.Batch(new float[4, 2], new float[4, 2], Codes) with { Firing = Active };

    private (double Precision, double Recall, double F1) SlowScores(int detector)
    {
        var truth = TensorAssertions.Numbers(Problem.Truth.Features).Chunk(12).ToArray();
        var own = TensorAssertions.Numbers(Problem.Weights.DecoderWeight).Chunk(12).ElementAt(detector);
        var feature = truth.Index().MaxBy(one => Math.Abs(one.Item.Zip(own, (x, y) => x * y).Sum())).Index;
        var fires = Problem
            .Batches.SelectMany(batch => TensorAssertions.Numbers(batch.Codes[.., detector]))
            .Select(code => code != 0)
            .ToArray();
        var active = Problem.Batches.SelectMany(batch => batch.Firing!).Select(row => row.Contains(feature)).ToArray();
        double right = fires.Zip(active).Count(pair => pair.First && pair.Second);
        var precision = right > 0 ? right / fires.Count(one => one) : 0;
        var recall = right > 0 ? right / active.Count(one => one) : 0;
        return (precision, recall, right > 0 ? 2 / ((1 / precision) + (1 / recall)) : 0);
    }
}
