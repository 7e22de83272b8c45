using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Reinitializers;

public sealed class RandomPointsReinitializerTests : ReinitializerConformance
{
    private static readonly float[,] TwoUsablePoints =
    {
        { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
        { 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
        { 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0 },
    };

    protected override IDeadFeatureReinitializer Create() => new RandomPointsReinitializer(new());

    [Fact]
    public void Each_row_points_at_a_different_point_of_the_sample()
    {
        var dead = Problem.Dead(24);
        var sample = dead.Sample[1..];
        var (nearest, points) = Propose(dead)
            .DecoderWeight.matmul((sample / sample.norm(dim: 1, keepdim: true).clamp_min(1e-9)).T)
            .max(dim: 1);
        AssertClose(1.0, nearest);
        Assert.Equal(24, points.data<long>().ToArray().Distinct().Count());
    }

    [Fact]
    public void With_fewer_points_than_dead_features_each_serves_once()
    {
        var dead = Problem.Dead(6) with { Sample = tensor(TwoUsablePoints) };
        var total = Propose(dead).DecoderWeight.sum(dim: 0);
        AssertClose(tensor(new float[] { 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 }), total);
    }

    [Fact]
    public void A_sample_of_zeros_revives_nothing() =>
        Assert.Equal([0, 12], Propose(Problem.Dead(2) with { Sample = zeros(3, 12) }).DecoderWeight.shape);
}
