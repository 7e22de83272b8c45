using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;
using static TorchSharp.torch;

namespace SparsePlugins.Plugins.Tests.Reinitializers;

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
        var dead = Problem.Dead(2) with { WorstExamples = Rows(3, 0, 4) };
        AssertClose(Rows(1, 1), Propose(dead).DecoderWeight.abs());
    }

    [Fact]
    public void With_more_dead_features_than_points_all_serve_again_the_worst_first()
    {
        var dead = Problem.Dead(5) with { WorstExamples = Rows(3, -2) };
        AssertClose(Rows(1, -1, 1, -1, 1), Propose(dead).DecoderWeight);
    }

    [Fact]
    public void Encoder_rows_are_a_fifth_as_long_as_living_ones_with_bias_zero()
    {
        var proposal = Propose(Problem.Dead(3));
        AssertClose(proposal.DecoderWeight * (0.2 * 0.8), proposal.EncoderWeight);
        AssertClose(0, proposal.EncoderBias, 0);
    }

    [Fact]
    public void Examples_that_are_all_zero_are_refused()
    {
        var dead = Problem.Dead(2) with { WorstExamples = Rows(0, 0) };
        var refusal = Assert.Throws<ArgumentException>(() => Propose(dead));
        Assert.Equal("worst-points needs a point that is not zero; all 2 worst examples are zero: raise training.batch", refusal.Message);
    }

    /// <summary>[N, 12] rows along the first axis.</summary>
    private static Tensor Rows(params float[] lengths) => tensor(lengths).unsqueeze(1) * eye(1, 12);
}
