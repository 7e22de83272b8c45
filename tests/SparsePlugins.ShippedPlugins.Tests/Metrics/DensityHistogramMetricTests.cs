using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class DensityHistogramMetricTests : MetricConformance
{
    protected override IMetric Create() => new DensityHistogramMetric();

    [Fact]
    public void Shares_of_a_case_by_hand()
    {
        // Of 20,000 rows: never, 1 (5e-5), 2 (1e-4), 9 (4.5e-4), 20 (1e-3), 20,000 (1).
        var measured = Histogram(20_000, 0, 1, 2, 9, 20, 20_000);
        Assert.Equal(
            [
                ("never", 1 / 6.0),
                ("rarer", 1 / 6.0),
                ("from-1e-4", 1 / 6.0),
                ("from-3e-4", 1 / 6.0),
                ("from-1e-3", 1 / 6.0),
                ("from-3e-3", 0),
                ("from-1e-2", 0),
                ("from-3e-2", 0),
                ("from-1e-1", 0),
                ("from-3e-1", 1 / 6.0),
            ],
            measured.Skip(1).Select(one => (one.Name["density-histogram-".Length..], one.Value))
        );
        Assert.Equal(Math.Log10(9 / 20_000.0), measured[0].Value, 1e-12);
    }

    [Theory]
    [InlineData(100, "from-1e-2", 1)]
    [InlineData(1000, "from-1e-1", 100)]
    [InlineData(1000, "from-3e-2", 99)]
    [InlineData(1000, "from-1e-1", 316)]
    [InlineData(1000, "from-3e-1", 317)]
    public void A_density_belongs_to_the_half_decade_above_its_lower_edge(int rows, string bin, int fired) =>
        Assert.Equal(1, Histogram(rows, fired).Single(one => one.Name == $"density-histogram-{bin}").Value);

    [Fact]
    public void The_median_of_an_even_number_is_between_the_two_in_the_middle() =>
        Assert.Equal(-1.5, Histogram(1000, 1, 10, 100, 1000, 0)[0].Value, 1e-12);

    [Fact]
    public void Shares_add_up_to_one() => Assert.Equal(1, Measure(Problem.Batches).Skip(1).Sum(one => one.Value), 1e-12);

    [Fact]
    public void Where_nothing_fires_there_is_no_median_and_all_features_are_silent()
    {
        var measured = Histogram(10, 0, 0);
        Assert.Equal(double.NaN, measured[0].Value);
        Assert.Equal(1, measured[1].Value);
    }

    [Fact]
    public void Without_data_it_is_undefined() =>
        Assert.All(Create().Measure(Problem.Subject()), one => Assert.Equal(double.NaN, one.Value));

    /// <summary>What is measured where features fire in so many of the rows, shown in two batches.</summary>
    private IReadOnlyList<Measurement> Histogram(int rows, params long[] fired)
    {
        var codes = (arange(rows).unsqueeze(1) < tensor(fired)).to_type(ScalarType.Float32) * 0.3f; // [rows, features]
        var metric = new DensityHistogramMetric();
        foreach (var part in codes.split(rows / 2 + 1))
            metric.Observe(new EvaluationBatch(zeros(part.shape[0], 1), part, zeros(part.shape[0], 1)));
        return metric.Measure(Problem.Subject());
    }
}
