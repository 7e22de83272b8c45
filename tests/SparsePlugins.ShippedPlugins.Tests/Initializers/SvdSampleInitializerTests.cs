using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class SvdSampleInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new SvdSampleInitializer(new());

    [Fact]
    public void Perpendicular_points_are_their_own_singular_vectors_longest_first()
    {
        var points = new float[,]
        {
            { 0, 2, 0 },
            { 1, 0, 0 },
            { 0, 0, 5 },
        };
        var expected = new float[,]
        {
            { 0, 0, 1 },
            { 0, 1, 0 },
            { 1, 0, 0 },
        };
        AssertClose(tensor(expected), Directions(3, tensor(points)).abs());
    }

    [Fact]
    public void With_one_block_every_direction_is_an_eigenvector_of_the_points_scatter()
    {
        using var random = new RandomSeed(4).CreateGenerator(CPU);
        var points = randn(12, 12, generator: random); // D points, so the order in which they are drawn does not matter
        var directions = Directions(12, points);
        var scattered = directions.matmul(points.T.matmul(points)); // row u becomes (A A^T u)^T
        var lengths = scattered.norm(dim: 1, keepdim: true);
        AssertClose(directions * lengths, scattered, 1e-4);
        Assert.Equal(TensorAssertions.Numbers(lengths).OrderDescending(), TensorAssertions.Numbers(lengths));
    }

    [Fact]
    public void Rows_of_one_block_are_orthonormal()
    {
        foreach (var block in Weights.DecoderWeight.split(12, 0))
            AssertClose(eye(12), block.matmul(block.T));
    }

    [Fact]
    public void Directions_outside_the_data_are_passed_over()
    {
        // Points of a plane in R^3: two directions a block, the third would be the normal of the plane.
        using var random = new RandomSeed(3).CreateGenerator(CPU);
        var points = cat([randn(9, 2, generator: random), zeros(9, 1)], 1);
        AssertClose(0, Directions(6, points)[.., 2]);
    }

    [Fact]
    public void Too_few_directions_are_refused_with_what_to_type()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Directions(5, eye(4)));
        Assert.Equal(
            "svd-sample needs 5 left singular vectors, one for each feature; the sample of 4 rows has 4 (rows that are zero have none, and copies "
                + "and multiples of a row are one): lower autoencoder.features to 4, or use an initializer that draws its directions, such as orthogonal",
            refusal.Message
        );
        Assert.Throws<ArgumentException>(() => Directions(1, zeros(4, 4)));
    }

    private Tensor Directions(int features, Tensor sample)
    {
        using var context = ToyProblem.Context();
        return Create().Initialize(new((int)sample.shape[1], features), sample, context).DecoderWeight;
    }
}
