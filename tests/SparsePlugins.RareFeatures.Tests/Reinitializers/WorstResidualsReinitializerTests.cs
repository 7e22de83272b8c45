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
    public void Plain_they_come_worst_first_each_once()
    {
        var rows = Propose(new(), dead: 5, Rows.Of(2, 0, 0, 3, 4, 0, -2)).DecoderWeight;
        AssertClose(Rows.Of(2, 0.6f, 0.8f, 0, -1).ToTensor(), rows);
    }

    [Fact]
    public void Plain_they_may_all_point_nearly_the_same_way() =>
        AssertClose(Rows.Of(2, 1, 0, 0.99990f, 0.01428f).ToTensor(), Propose(new(), dead: 2, Residuals).DecoderWeight);

    [Fact]
    public void Clusters_give_their_worst_in_turn()
    {
        var rows = Propose(new() { Clusters = 2 }, dead: 3, Residuals).DecoderWeight;
        AssertClose(Rows.Of(2, 1, 0, 0, -1, 0.99990f, 0.01428f).ToTensor(), rows);
    }

    [Fact]
    public void More_clusters_than_residuals_are_as_many_as_there_are() =>
        AssertClose(Rows.Of(2, 1, 0, 0, -1).ToTensor(), Propose(new() { Clusters = 50 }, dead: 2, Rows.Of(2, 9, 0, 0, -3)).DecoderWeight);

    [Fact]
    public void Residuals_of_zero_revive_nothing() =>
        Assert.All(
            new[] { 0, 3 },
            clusters => Assert.Equal([0, 2], Propose(new() { Clusters = clusters }, dead: 1, Rows.Of(2, 0, 0, 0, 0)).DecoderWeight.shape)
        );

    private static FeatureWeights Propose(WorstResidualsOptions options, int dead, Matrix residuals)
    {
        using var context = ToyProblem.Context();
        return ((IDeadFeatureReinitializer)new WorstResidualsReinitializer(options)).Propose(
            Situation.With(dead, residuals, residuals),
            context
        );
    }
}
