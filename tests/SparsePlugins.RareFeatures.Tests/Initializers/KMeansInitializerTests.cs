using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static SparsePlugins.RareFeatures.Tests.Initializers.DictionaryParts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class KMeansInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new KMeansInitializer(new());

    [Fact]
    public void Directions_are_those_of_the_middles_of_clouds()
    {
        var directions = Start(4, Rows.Clouds(400, [0, 9], [12, 5], [3, -4], [-8, 0]).ToTensor());
        var expected = tensor(
            new float[,]
            {
                { 0, 1 },
                { 12 / 13f, 5 / 13f },
                { 0.6f, -0.8f },
                { -1, 0 },
            }
        );
        var (cosines, places) = expected.matmul(directions.T).max(dim: 1);
        AssertClose(1, cosines, 1e-4);
        Assert.Equal(4, places.data<long>().ToArray().Distinct().Count());
    }

    [Fact]
    public void A_point_stands_in_for_a_centroid_that_is_zero()
    {
        // Three clusters: the zeros, around (9, 0), around (0, 9).
        var sample = cat([zeros(60, 2), Rows.Clouds(40, [9, 0], [0, 9]).ToTensor()]);
        var directions = Start(3, sample);
        AssertClose(1, directions.norm(dim: 1));
        Assert.Contains(PlacesIn(sample, directions), place => place >= 60);
    }

    private Tensor Start(int features, Tensor sample)
    {
        using var context = ToyProblem.Context();
        return Create().Initialize(new(2, features), sample, context).DecoderWeight;
    }
}
