using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class ActiveSubspaceInitializerTests : InitializerConformance
{
    // Around the point (1, 1, 1), 4 along the first axis, 2 along the second, 1 along the third: variances 16 : 4 : 1.
    private static readonly float[,] Cross =
    {
        { 5, 1, 1 },
        { -3, 1, 1 },
        { 1, 3, 1 },
        { 1, -1, 1 },
        { 1, 1, 2 },
        { 1, 1, 0 },
    };

    protected override IDictionaryInitializer Create() => new ActiveSubspaceInitializer(new());

    // 16/21 = 0.762 and 20/21 = 0.952 of the variance.
    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.76, 1)]
    [InlineData(0.77, 2)]
    [InlineData(0.95, 2)]
    [InlineData(0.96, 3)]
    [InlineData(1.0, 3)]
    public void The_subspace_has_the_fewest_components_that_hold_the_variance(double variance, int expected) =>
        Assert.Equal(expected, AxesUsed(new() { Variance = variance }));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(9, 3)]
    public void A_stated_rank_counts_instead(int rank, int expected) =>
        Assert.Equal(expected, AxesUsed(new() { Rank = rank, Variance = 0.01 }));

    [Fact]
    public void Directions_lie_in_the_plane_that_the_data_lies_in()
    {
        using var random = new RandomSeed(5).CreateGenerator(CPU);
        var plane = randn(2, 9, generator: random);
        var sample = randn(100, 2, generator: random).matmul(plane) + randn(9, generator: random);
        var basis = linalg.qr(plane.T).Q; // [9, 2]
        var directions = Start(new(), 9, sample);
        AssertClose(directions, directions.matmul(basis).matmul(basis.T));
    }

    [Fact]
    public void With_all_components_directions_are_those_of_unit_sphere_for_the_same_seed()
    {
        var sphere = DictionaryParts.Start(new UnitSphereInitializer(new()), Problem);
        var all = DictionaryParts.Start(new ActiveSubspaceInitializer(new() { Rank = 12 }), Problem);
        AssertClose(sphere.DecoderWeight, all.DecoderWeight);
    }

    [Fact]
    public void A_sample_without_variance_is_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Start(new(), 3, ones(4, 3)));
        Assert.Equal(
            "active-subspace needs a sample that varies; all its rows are equal: use one that draws its directions, such as orthogonal",
            refusal.Message
        );
    }

    private static int AxesUsed(ActiveSubspaceOptions options) =>
        TensorAssertions.Numbers(Start(options, 3, tensor(Cross)).abs().amax([0L])).Count(largest => largest > 1e-4);

    private static Tensor Start(ActiveSubspaceOptions options, int width, Tensor sample)
    {
        using var context = ToyProblem.Context();
        return ((IDictionaryInitializer)new ActiveSubspaceInitializer(options)).Initialize(new(width, 40), sample, context).DecoderWeight;
    }
}
