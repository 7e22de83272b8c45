using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Reinitializers;

public sealed class WorstClustersReinitializerTests : ReinitializerConformance
{
    private static readonly Matrix Clouds = Rows.Clouds(30, [10, 0], [0, 10], [-10, -10]);

    protected override IDeadFeatureReinitializer Create() => new WorstClustersReinitializer(new());

    [Fact]
    public void Each_dead_feature_gets_an_example_of_another_cluster()
    {
        for (ulong seed = 1; seed <= 5; seed++)
            Assert.Equal([1, 1, 1], CountsByCloud(Propose(new(), 3, Clouds, seed)));
    }

    [Fact]
    public void With_a_stated_number_of_clusters_each_gives_several() =>
        Assert.Equal([2, 2, 1], CountsByCloud(Propose(new() { Clusters = 3 }, 5, Clouds)).OrderDescending());

    [Fact]
    public void The_length_of_an_example_does_not_count()
    {
        // Two directions; by distance the long example would be a cluster of its own.
        var examples = Rows.Of(2, 900, 0, 1, 0, 0, 1, 0, 2);
        var rows = Propose(new() { Clusters = 2 }, 2, examples);
        AssertClose(tensor(new float[] { 1, 1 }), rows.sum(dim: 0));
    }

    [Fact]
    public void With_fewer_examples_than_dead_features_each_serves_once()
    {
        var rows = Propose(new(), 4, Rows.Of(2, 5, 0, 0, 5));
        AssertClose(tensor(new float[] { 1, 1 }), rows.sum(dim: 0));
    }

    private static Tensor Propose(WorstClustersOptions options, int dead, Matrix examples, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return ((IDeadFeatureReinitializer)new WorstClustersReinitializer(options))
            .Propose(Situation.With(dead, examples, examples), context)
            .DecoderWeight;
    }

    private static int[] CountsByCloud(Tensor rows)
    {
        var middles = tensor(
            new[,]
            {
                { 1, 0 },
                { 0, 1 },
                { -MathF.Sqrt(0.5f), -MathF.Sqrt(0.5f) },
            }
        );
        var clouds = rows.matmul(middles.T).argmax(1).data<long>().ToArray();
        return [.. Enumerable.Range(0, 3).Select(cloud => clouds.Count(found => found == cloud))];
    }
}
