using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstResidualsReinitializerTests : ReinitializerConformance
{
    // Worst first: many along one direction, then one along another, and one that is explained.
    private static readonly Matrix Residuals = Rows.Of(2, 9, 0, 8, 0, 7, 0.1f, 6, 0, 5, 0, 0, 0, 0, -3);

    protected override IDeadFeatureReinitializer Create() => new WorstResidualsReinitializer(new());

    protected override bool UsesRandomness => false;

    [Fact]
    public void Plain_they_come_worst_first_and_again_when_there_are_no_more()
    {
        var rows = Propose(new(), dead: 5, Rows.Of(2, 0, 0, 3, 4, 0, -2)).DecoderWeight;
        AssertClose(Rows.Of(2, 0.6f, 0.8f, 0, -1, 0.6f, 0.8f, 0, -1, 0.6f, 0.8f).ToTensor(), rows);
    }

    [Fact]
    public void Plain_they_may_all_point_the_same_way() =>
        AssertClose(Rows.Of(2, 1, 0, 1, 0).ToTensor(), Propose(new(), dead: 2, Residuals).DecoderWeight);

    [Fact]
    public void Clusters_give_their_worst_in_turn()
    {
        var rows = Propose(new() { Clusters = 2 }, dead: 3, Residuals).DecoderWeight;
        AssertClose(Rows.Of(2, 1, 0, 0, -1, 1, 0).ToTensor(), rows);
    }

    [Fact]
    public void More_clusters_than_residuals_are_as_many_as_there_are() =>
        AssertClose(Rows.Of(2, 1, 0, 0, -1).ToTensor(), Propose(new() { Clusters = 50 }, dead: 2, Rows.Of(2, 9, 0, 0, -3)).DecoderWeight);

    [Fact]
    public void Residuals_of_zero_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Propose(new(), dead: 1, Rows.Of(2, 0, 0, 0, 0)));
        Assert.Equal(
            "worst-residuals needs a residual that is not zero; all 2 worst examples have none: raise training.batch",
            refusal.Message
        );
    }

    private static FeatureWeights Propose(WorstResidualsOptions options, int dead, Matrix residuals)
    {
        using var context = ToyProblem.Context();
        return ((IDeadFeatureReinitializer)new WorstResidualsReinitializer(options)).Propose(
            Situation.With(dead, residuals, residuals),
            context
        );
    }
}
