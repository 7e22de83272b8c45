using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Reinitializers;

public sealed class WorstPointsReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new WorstPointsReinitializer(new());

    protected override bool UsesRandomness => false;

    [Fact]
    public void The_worst_points_become_the_directions_in_their_order()
    {
        var dead = Problem.Dead(5);
        var worst = dead.WorstExamples[..5];
        AssertClose(worst / worst.norm(dim: 1, keepdim: true), Propose(dead).DecoderWeight);
    }

    [Fact]
    public void A_point_that_is_zero_is_passed_over()
    {
        var dead = Problem.Dead(2) with { WorstExamples = Rows(3, 0, -4) };
        AssertClose(Rows(1, -1), Propose(dead).DecoderWeight);
    }

    [Fact]
    public void With_more_dead_features_than_points_each_serves_once()
    {
        var dead = Problem.Dead(5) with { WorstExamples = Rows(3, -2) };
        AssertClose(Rows(1, -1), Propose(dead).DecoderWeight);
    }

    [Fact]
    public void Multiples_of_a_point_are_one_direction()
    {
        var dead = Problem.Dead(5) with { WorstExamples = Rows(3, 7, -2, 1e-30f, -1e30f) };
        AssertClose(Rows(1, -1), Propose(dead).DecoderWeight);
    }

    [Fact]
    public void A_point_where_a_living_feature_points_is_passed_over()
    {
        var dead = Problem.Dead(3); // Feature 0, which is dead, may be pointed where it was; feature 1 lives.
        var examples = dead.Weights.DecoderWeight[..3] * 5;
        var proposed = Propose(dead with { WorstExamples = examples }).DecoderWeight;
        AssertClose(dead.Weights.DecoderWeight.index_select(0, tensor(new[] { 0L })), proposed);
    }

    [Fact]
    public void Encoder_rows_are_a_fifth_as_long_as_living_ones_with_bias_zero()
    {
        var proposal = Propose(Problem.Dead(3));
        AssertClose(proposal.DecoderWeight * (0.2 * 0.8), proposal.EncoderWeight);
        AssertClose(0, proposal.EncoderBias, 0);
    }

    [Fact]
    public void Examples_that_are_all_zero_revive_nothing() =>
        Assert.Equal([0, 12], Propose(Problem.Dead(2) with { WorstExamples = Rows(0, 0) }).DecoderWeight.shape);

    /// <summary>[N, 12] rows along the first axis.</summary>
    private static Tensor Rows(params float[] lengths) => tensor(lengths).unsqueeze(1) * eye(1, 12);
}
