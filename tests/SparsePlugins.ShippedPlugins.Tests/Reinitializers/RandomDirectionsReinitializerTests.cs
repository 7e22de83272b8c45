using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;

namespace SparsePlugins.ShippedPlugins.Tests.Reinitializers;

public sealed class RandomDirectionsReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new RandomDirectionsReinitializer(new());

    [Fact]
    public void Encoder_rows_are_a_fifth_as_long_as_living_ones_along_the_decoder_rows_with_bias_zero()
    {
        // Feature 0 dies; were its row counted, the mean of 24 rows would not be that of the 23 others, 0.8 by construction.
        var dead = Problem.Dead(1);
        dead.Weights.EncoderWeight[0].mul_(100);
        var proposal = Propose(dead);
        AssertClose(proposal.DecoderWeight * (0.2 * 0.8), proposal.EncoderWeight);
        AssertClose(1.0, proposal.DecoderWeight.norm(dim: 1));
        AssertClose(0, proposal.EncoderBias, 0);
    }

    [Fact]
    public void Where_none_lives_the_initialization_gives_the_scale()
    {
        var dead = Problem.Dead(24) with { Living = new EncoderReference(Length: 3, Bias: 0) };
        AssertClose(0.2 * 3, Propose(dead).EncoderWeight.norm(dim: 1));
    }

    [Fact]
    public void The_bias_may_be_the_mean_of_living_features()
    {
        // The biases are -0.1 by construction; the one that died does not count.
        var dead = Problem.Dead(1);
        dead.Weights.EncoderBias[0].fill_(50);
        using var context = ToyProblem.Context();
        var options = new RandomDirectionsOptions { EncoderBias = RevivedBias.LivingMean };
        AssertClose(-0.1, new RandomDirectionsReinitializer(options).Propose(dead, context).EncoderBias);
    }

    [Fact]
    public void The_scale_is_an_option()
    {
        using var context = ToyProblem.Context();
        var options = new RandomDirectionsOptions { EncoderScale = 0.5 };
        var proposal = new RandomDirectionsReinitializer(options).Propose(Problem.Dead(3), context);
        AssertClose(0.5 * 0.8, proposal.EncoderWeight.norm(dim: 1));
    }

    [Fact]
    public void Where_decoder_rows_are_free_new_ones_are_as_long_as_the_living_are_on_average()
    {
        var dead = Problem.Dead(4) with { Living = new EncoderReference(Length: 3, Bias: 0) { DecoderLength = 0.25 } };
        using var context = ToyProblem.Context();
        var rows = Create().Propose(dead, context);
        AssertClose(0.25, rows.DecoderWeight.norm(dim: 1));
        AssertClose(0.2 * 3, rows.EncoderWeight.norm(dim: 1));
    }
}
