using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Reinitializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Reinitializers;

public sealed class AnthropicResampleReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new AnthropicResampleReinitializer(new());

    [Fact]
    public void A_point_is_drawn_with_probability_proportional_to_the_square_of_its_loss()
    {
        // Losses 1, 2 and 3 on the first three axes: chances 1/14, 4/14 and 9/14; 1000 draws, three standard deviations are under 0.046.
        var dead = Problem.Dead(1) with
        {
            Sample = eye(3, 12) * 5,
            SampleLosses = tensor(new[] { 1f, 2f, 3f }),
        };
        var drawn = Enumerable.Range(1, 1000).Select(seed => Propose(dead, (ulong)seed).DecoderWeight[0]).ToArray();
        var shares = stack(drawn).mean([0L])[..3];
        AssertClose(tensor(new[] { 1 / 14f, 4 / 14f, 9 / 14f }), shares, 0.046);
    }

    [Fact]
    public void Points_without_a_loss_and_points_that_are_zero_are_never_drawn()
    {
        var sample = eye(4, 12);
        sample[3].zero_();
        var dead = Problem.Dead(8) with { Sample = sample, SampleLosses = tensor(new[] { 1f, 0f, 2f, 9f }) };
        AssertClose(tensor(new float[] { 1, 0, 1, 0 }), Propose(dead).DecoderWeight.sum(dim: 0)[..4]);
    }

    [Fact]
    public void No_point_serves_twice_while_there_are_others()
    {
        var dead = Problem.Dead(3) with { Sample = eye(3, 12), SampleLosses = tensor(new[] { 1f, 1000f, 1e-3f }) };
        AssertClose(tensor(new float[] { 1, 1, 1 }), Propose(dead).DecoderWeight.sum(dim: 0)[..3]);
    }

    [Fact]
    public void Where_nothing_is_lost_all_points_have_the_same_chance()
    {
        var dead = Problem.Dead(3) with { Sample = eye(3, 12), SampleLosses = zeros(3) };
        AssertClose(tensor(new float[] { 1, 1, 1 }), Propose(dead).DecoderWeight.sum(dim: 0)[..3]);
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void Losses_of_any_size_are_fine(float scale)
    {
        var dead = Problem.Dead(2) with { Sample = eye(2, 12), SampleLosses = tensor(new[] { scale, scale }) };
        AssertClose(tensor(new float[] { 1, 1 }), Propose(dead).DecoderWeight.sum(dim: 0)[..2]);
    }

    [Fact]
    public void Encoder_rows_are_a_fifth_as_long_as_living_ones_with_bias_zero()
    {
        var proposal = Propose(Problem.Dead(3));
        AssertClose(proposal.DecoderWeight * (0.2 * 0.8), proposal.EncoderWeight);
        AssertClose(0, proposal.EncoderBias, 0);
    }

    [Fact]
    public void A_sample_of_zeros_revives_nothing() =>
        Assert.Equal([0, 12], Propose(Problem.Dead(2) with { Sample = zeros(3, 12), SampleLosses = ones(3) }).EncoderWeight.shape);
}
