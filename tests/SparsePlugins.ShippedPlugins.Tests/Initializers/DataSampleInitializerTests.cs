using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class DataSampleInitializerTests : InitializerConformance
{
    // The zero rows and the repeated one are no use: three points are left.
    private static readonly float[,] FiveRows =
    {
        { 0, 0 },
        { 2, 0 },
        { 0, 3 },
        { 2, 0 },
        { -3, -4 },
    };

    protected override IDictionaryInitializer Create() => new DataSampleInitializer(new());

    [Fact]
    public void Every_direction_is_that_of_a_point_of_the_sample_and_no_point_serves_twice()
    {
        var sample = Problem.Sample[1..];
        var cosines = Weights.DecoderWeight.matmul((sample / sample.norm(dim: 1, keepdim: true).clamp_min(1e-9)).T); // [F, N - 1]
        var (nearest, points) = cosines.max(dim: 1);
        AssertClose(1.0, nearest);
        Assert.Equal(Problem.Shape.Features, points.data<long>().ToArray().Distinct().Count());
    }

    [Fact]
    public void Zero_and_repeated_rows_are_left_out()
    {
        using var context = ToyProblem.Context();
        var rows = TensorAssertions.Numbers(Create().Initialize(new(2, 3), tensor(FiveRows), context).DecoderWeight).Chunk(2);
        var expected = new[] { (-0.6, -0.8), (0.0, 1.0), (1.0, 0.0) };
        Assert.Equal(expected, rows.Select(row => (Math.Round(row[0], 5), Math.Round(row[1], 5))).Order());
    }

    [Fact]
    public void Too_few_usable_points_are_refused_with_what_to_type()
    {
        using var context = ToyProblem.Context();
        var refusal = Assert.Throws<ArgumentException>(() => Create().Initialize(new(2, 4), tensor(FiveRows), context));
        Assert.Equal(
            "data-sample needs 4 different directions, one for each feature; the sample of 5 rows has 3 (rows that are zero have none, and copies "
                + "and multiples of a row are one): lower autoencoder.features to 3, or use an initializer that draws its directions, such as orthogonal",
            refusal.Message
        );
    }
}
