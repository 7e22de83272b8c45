using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class MccMetricTests : MetricConformance
{
    private static readonly float[,] Axes =
    {
        { 1, 0 },
        { 0, 1 },
    };

    protected override IMetric Create() => new MccMetric();

    [Fact]
    public void Each_row_serves_one_feature_by_hand()
    {
        // |cosines| with the axes: (0.6, 0.8) and (0.28, 0.96). Both rows are nearest to the second axis; 0.6 + 0.96 beats 0.28 + 0.8.
        var rows = new float[,]
        {
            { 0.6f, 0.8f },
            { 0.28f, 0.96f },
        };
        Assert.Equal((0.6 + 0.96) / 2, Create().Value(Measured.Dictionary(rows, Axes), "mcc"), 1e-6);
    }

    [Fact]
    public void A_reversed_row_counts_and_a_missing_one_does_not() =>
        Assert.Equal(
            1.0,
            Create()
                .Value(
                    Measured.Dictionary(
                        new float[,]
                        {
                            { 0, -2 },
                        },
                        Axes
                    ),
                    "mcc"
                ),
            1e-6
        );

    [Fact]
    public void It_is_the_same_whichever_side_is_larger()
    {
        var (truth, rows) = (Problem.Truth.Features, Problem.Weights.DecoderWeight); // 20 and 24 unit rows
        var swapped = new MetricSubject(
            Problem.Weights with
            {
                DecoderWeight = truth,
            },
            Problem.Truth with
            {
                Features = rows,
            },
            Problem.Encode
        );
        Assert.Equal(Create().Value(Problem.Subject(), "mcc"), Create().Value(swapped, "mcc"), 1e-6);
    }

    [Fact]
    public void Longer_reversed_rows_in_another_order_measure_the_same()
    {
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var decoder = Problem.Weights.DecoderWeight.index_select(0, randperm(24, generator: random)) * -3;
        var changed = Problem.Subject() with { Weights = Problem.Weights with { DecoderWeight = decoder } };
        Assert.Equal(Create().Value(Problem.Subject(), "mcc"), Create().Value(changed, "mcc"), 1e-6);
    }

    [Fact]
    public void It_never_exceeds_the_mean_of_the_largest_absolute_cosines()
    {
        var bound = Problem.Truth.Features.matmul(Problem.Weights.DecoderWeight.T).abs().max(dim: 1).values.mean().item<float>();
        Assert.InRange(Create().Value(Problem.Subject(), "mcc"), 0.5, bound + 1e-6);
    }

    [Fact]
    public void A_dictionary_that_diverged_is_undefined() =>
        Assert.Equal(
            double.NaN,
            Create()
                .Value(
                    Measured.Dictionary(
                        new float[,]
                        {
                            { float.NaN, 1 },
                        },
                        Axes
                    ),
                    "mcc"
                )
        );
}
