using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static SparsePlugins.RareFeatures.Tests.Initializers.DictionaryParts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

public sealed class DataBlendInitializerTests : InitializerConformance
{
    public DataBlendInitializerTests() => Roughen(Problem);

    protected override IDictionaryInitializer Create() => new DataBlendInitializer(new());

    [Fact]
    public void All_data_gives_the_points_of_data_sample_minus_the_mean() => AssertClose(Unit(Centred()), Blend(1).DecoderWeight);

    [Fact]
    public void No_data_gives_rows_that_are_the_same_whatever_the_sample_is()
    {
        var random = Blend(0).DecoderWeight;
        Problem.Sample.mul_(7);
        AssertClose(random, Blend(0).DecoderWeight, 0);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.4)]
    public void A_blend_is_so_much_data_and_the_rest_chance(double data)
    {
        using var context = ToyProblem.Context();
        using var stream = context.Derive("kaiming");
        var bound = Math.Sqrt(6.0 / 12); // Kaiming's for D = 12.
        var rows = empty(24, 12).uniform_(-bound, bound, stream.Random);
        AssertClose(Unit(Centred() * data + rows * (1 - data)), Blend(data).DecoderWeight);
    }

    [Fact]
    public void Far_from_zero_points_share_a_direction_and_centred_ones_do_not()
    {
        Problem.Sample.add_(10); // The mean is then about a hundred times as long as the spread around it.
        Assert.True(MeanCosine(DataSample(Problem).DecoderWeight) > 0.99);
        Assert.InRange(MeanCosine(Blend(1).DecoderWeight), -0.1, 0.1);
        Assert.InRange(MeanCosine(Blend(0.8).DecoderWeight), -0.1, 0.1);
    }

    /// <summary>Of all pairs of different rows of length 1.</summary>
    private static double MeanCosine(Tensor rows)
    {
        var count = rows.shape[0];
        return (rows.mm(rows.T).sum().item<float>() - count) / (count * (count - 1));
    }

    private Tensor Centred()
    {
        var places = PlacesIn(Problem.Sample, DataSample(Problem).DecoderWeight);
        return Problem.Sample.index_select(0, tensor(places)) - Problem.Sample.mean([0L]);
    }

    private AutoencoderWeights Blend(double data) => DictionaryParts.Start(new DataBlendInitializer(new() { Data = data }), Problem);

    private static Tensor Unit(Tensor rows) => rows / rows.norm(dim: 1, keepdim: true);
}
