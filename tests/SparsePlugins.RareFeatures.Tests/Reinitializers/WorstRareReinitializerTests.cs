using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstRareReinitializerTests : ReinitializerConformance
{
    public static TheoryData<WorstCollector> Collectors => [.. Enum.GetValues<WorstCollector>()];

    protected override IDeadFeatureReinitializer Create() => new WorstRareReinitializer(new());

    [Theory]
    [MemberData(nameof(Collectors))]
    public void Every_collector_serves_few_dead_features_and_all(WorstCollector collector)
    {
        foreach (var count in new[] { 1, 5, 24 })
        {
            var rows = Propose(new() { Collector = collector }, Problem.Dead(count)).DecoderWeight;
            Assert.Equal([count, 12], rows.shape);
            AssertClose(1, rows.norm(dim: 1));
        }
    }

    [Theory]
    [MemberData(nameof(Collectors))]
    public void Every_collector_serves_more_dead_features_than_there_are_examples(WorstCollector collector)
    {
        var few = Situation.With(5, Rows.Of(2, 8, 1, 6, 6, 0, 9), Rows.Of(2, 1, 0, 1, 0, 1, 0));
        AssertClose(1, Propose(new() { Collector = collector }, few).DecoderWeight.norm(dim: 1));
    }

    [Fact]
    public void Mean_residuals_are_examples_minus_their_mean()
    {
        // The mean is (4, 4): residuals (0, 1), (1, 0), (-1, -1), in some order.
        var rows = Propose(new(), Situation.With(3, Rows.Of(2, 4, 5, 5, 4, 3, 3), Rows.Of(2, 1, 0, 1, 0, 1, 0))).DecoderWeight;
        var half = MathF.Sqrt(0.5f);
        AssertSame([(-half, -half), (0, 1), (1, 0)], rows);
    }

    [Fact]
    public void Outliers_are_the_examples_that_stand_out()
    {
        var examples = new Matrix([.. Rows.Clouds(40, [3, 0]).Values, 0, 30], 2);
        foreach (
            var collector in Enum.GetValues<WorstCollector>()
                .Where(name => name.ToString().StartsWith("Outliers", StringComparison.Ordinal))
        )
            AssertSame([(0, 1)], Propose(new() { Collector = collector }, Situation.With(1, examples, examples)).DecoderWeight);
    }

    [Fact]
    public void Equal_examples_have_nothing_rare() =>
        Assert.Equal([0, 2], Propose(new(), Situation.With(2, Rows.Of(2, 1, 2, 1, 2), Rows.Of(2, 1, 0, 1, 0))).DecoderWeight.shape);

    [Theory]
    [MemberData(nameof(Collectors))]
    public void Examples_that_are_zero_revive_nothing(WorstCollector collector)
    {
        var proposal = Propose(new() { Collector = collector }, Situation.With(2, Rows.Of(2, 0, 0), Rows.Of(2, 0, 0)));
        Assert.Equal([0, 2], proposal.DecoderWeight.shape);
        Assert.Equal([0], proposal.EncoderBias.shape);
    }

    [Fact]
    public void Encoder_rows_are_a_fifth_as_long_as_living_ones_with_bias_zero()
    {
        // Features 0 and 1 are dead; the others' encoder rows have the lengths 3, 4, 5.
        var proposal = Propose(new(), TwoDead());
        AssertClose(proposal.DecoderWeight * (0.2 * 4), proposal.EncoderWeight);
        AssertClose(0, proposal.EncoderBias, 0);
    }

    [Fact]
    public void Scale_and_bias_are_options()
    {
        var proposal = Propose(new() { EncoderScale = 0.5, EncoderBias = RevivedBias.LivingMean }, TwoDead());
        AssertClose(0.5 * 4, proposal.EncoderWeight.norm(dim: 1));
        AssertClose(-4, proposal.EncoderBias); // The living ones' are -3, -4, -5.
    }

    [Fact]
    public void Where_none_lives_the_initialization_gives_the_scale() =>
        AssertClose(0.2 * 7, Propose(new(), Situation.With(5, Rows.Of(2, 1, 0, 0, 1), Rows.Of(2, 1, 0, 0, 1))).EncoderWeight.norm(dim: 1));

    private static DeadFeatures TwoDead() => Situation.With(2, Rows.Of(2, 1, 0, 0, 1), Rows.Of(2, 1, 0, 0, 1));

    private static FeatureWeights Propose(WorstRareOptions options, DeadFeatures dead)
    {
        using var context = ToyProblem.Context();
        return ((IDeadFeatureReinitializer)new WorstRareReinitializer(options)).Propose(dead, context);
    }

    private static void AssertSame((float, float)[] expected, Tensor rows)
    {
        var found = TensorAssertions.Numbers(rows).Chunk(2).Select(row => (Math.Round(row[0], 4), Math.Round(row[1], 4))).Order();
        Assert.Equal(expected.Select(row => (Math.Round((double)row.Item1, 4), Math.Round((double)row.Item2, 4))).Order(), found);
    }
}
