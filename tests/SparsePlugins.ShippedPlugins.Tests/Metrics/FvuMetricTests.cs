using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Metrics;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class FvuMetricTests : MetricConformance
{
    // Mean row (2, 0); squared deviations 4 + 4 + 9 + 9.
    private static readonly float[,] FourRows =
    {
        { 0, 0 },
        { 4, 0 },
        { 2, 3 },
        { 2, -3 },
    };

    protected override IMetric Create() => new FvuMetric();

    [Fact]
    public void Four_rows_by_hand()
    {
        // Squared errors 1 + 4 + 0 + 0. Cosines of the rows that are not zero 1, 1, 1; norm ratios 1/2, 1, 1.
        var reconstruction = new float[,]
        {
            { 0, 1 },
            { 2, 0 },
            { 2, 3 },
            { 2, -3 },
        };
        var batch = Measured.Batch(FourRows, reconstruction);
        Assert.Equal(5.0 / 26, Value("fvu", batch), 1e-12);
        Assert.Equal(21.0 / 26, Value("fvu-explained-variance", batch), 1e-12);
        Assert.Equal(1.0, Value("fvu-cosine", batch), 1e-12);
        Assert.Equal(2.5 / 3, Value("fvu-norm-ratio", batch), 1e-12);
    }

    [Fact]
    public void Predicting_the_mean_row_of_all_the_data_leaves_everything_unexplained()
    {
        // The mean is that of the whole: within the first half every deviation is along the first axis.
        var mean = new float[,]
        {
            { 2, 0 },
            { 2, 0 },
        };
        var first = Measured.Batch(
            new float[,]
            {
                { 0, 0 },
                { 4, 0 },
            },
            mean
        );
        var second = Measured.Batch(
            new float[,]
            {
                { 2, 3 },
                { 2, -3 },
            },
            mean
        );
        Assert.Equal(1.0, Value("fvu", first, second), 1e-12);
    }

    [Fact]
    public void A_perfect_reconstruction_leaves_nothing() => Assert.Equal(0.0, Value("fvu", Measured.Batch(FourRows, FourRows)));

    [Fact]
    public void Half_the_length_shows_as_shrinkage_and_not_in_the_cosine()
    {
        var batch = new EvaluationBatch(tensor(FourRows), zeros(4, 1), tensor(FourRows) * 0.5);
        Assert.Equal(0.5, Value("fvu-norm-ratio", batch), 1e-12);
        Assert.Equal(1.0, Value("fvu-cosine", batch), 1e-12);
    }

    [Fact]
    public void A_reconstruction_of_zero_has_cosine_zero() =>
        Assert.Equal(0.0, Value("fvu-cosine", Measured.Batch(FourRows, new float[4, 2])));

    [Fact]
    public void Scaling_the_data_and_the_reconstruction_changes_nothing()
    {
        var scaled = Problem.Batches.Select(batch => batch with { Input = batch.Input * 8, Reconstruction = batch.Reconstruction * 8 });
        Assert.All(Measure(Problem.Batches).Zip(Measure(scaled)), pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-12));
    }

    [Fact]
    public void A_slow_two_pass_sum_agrees_where_the_mean_is_a_thousand_times_the_spread()
    {
        var far = Problem.Batches.Select(batch => batch with { Input = batch.Input + 1000, Reconstruction = batch.Reconstruction + 1000 });
        var data = far.ToList();
        var rows = data.SelectMany(batch => TensorAssertions.Numbers(batch.Input).Chunk(12)).ToArray();
        var reached = data.SelectMany(batch => TensorAssertions.Numbers(batch.Reconstruction).Chunk(12)).ToArray();
        var mean = Enumerable.Range(0, 12).Select(i => rows.Average(row => row[i])).ToArray();
        var expected = rows.Zip(reached, SquaredDistance).Sum() / rows.Sum(row => SquaredDistance(row, mean));
        Assert.Equal(expected, Value("fvu", [.. data]), 1e-10);
    }

    [Fact]
    public void Data_without_variance_is_undefined()
    {
        var row = new float[,]
        {
            { 1, 2 },
        };
        Assert.Equal(double.NaN, Value("fvu", Measured.Batch(row, row)));
        Assert.Equal(double.NaN, Value("fvu"));
    }

    private double Value(string name, params EvaluationBatch[] batches) => Create().Value(Problem.Subject(), name, batches);

    private static double SquaredDistance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
