using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static SparsePlugins.RareFeatures.Tests.Initializers.DictionaryParts;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

/// <summary>What the four initializers with rare features have in common. The problem has 24 features.</summary>
public sealed class RareDictionaryTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly ToyProblem _problem = new();

    public RareDictionaryTests() => Roughen(_problem);

    public static TheoryData<string> Names => ["mean-residual", "centroid-residual", "outliers", "random-control"];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_but_the_last_features_are_those_of_data_sample_to_the_bit_and_so_is_the_encoder(string name)
    {
        var (rare, plain) = (Start(Create(name, 0.25), _problem), DataSample(_problem));
        Assert.Equal(Bytes(plain, 0, 18), Bytes(rare, 0, 18));
        Assert.Equal(TensorAssertions.Bytes(plain.EncoderWeight), TensorAssertions.Bytes(rare.EncoderWeight));
        for (var row = 18; row < 24; row++)
            Assert.NotEqual(Bytes(plain, row, row + 1), Bytes(rare, row, row + 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_whole_dictionary_may_be_rare(string name)
    {
        var weights = Start(Create(name, 1), _problem);
        TensorAssertions.AssertClose(1, weights.DecoderWeight.norm(dim: 1));
        Assert.Equal(24, weights.DecoderWeight.unique(dim: 0).output.shape[0]);
    }

    [Theory]
    [InlineData(0.0005, 256, 1)]
    [InlineData(0.001, 256, 1)]
    [InlineData(0.005, 256, 1)]
    [InlineData(0.01, 256, 3)]
    [InlineData(0.02, 256, 5)]
    [InlineData(0.2, 256, 51)]
    [InlineData(0.5, 3, 2)]
    [InlineData(1, 256, 256)]
    public void The_ratio_is_rounded_to_whole_features_and_at_least_one(double ratio, int features, int expected) =>
        Assert.Equal(expected, RareDictionary.rareCount(ratio, features));

    [Theory]
    [MemberData(nameof(Names))]
    public void Too_few_points_are_refused_with_what_to_type(string name)
    {
        using var context = ToyProblem.Context();
        var sample = tensor(
            new float[,]
            {
                { 0, 0 },
                { 2, 0 },
                { 0, 3 },
                { 2, 0 },
            }
        );
        var refusal = Assert.Throws<ArgumentException>(() => Create(name, 0.5).Initialize(new(2, 3), sample, context));
        Assert.Equal(
            $"{name} needs 3 different directions, one for each feature; the sample of 4 rows has 2 (rows that are zero have none, and copies "
                + "and multiples of a row are one): lower autoencoder.features to 2, or use an initializer that draws its directions, such as orthogonal",
            refusal.Message
        );
    }

    [Fact]
    public void Too_few_rare_vectors_are_refused_with_what_to_type()
    {
        // One of three points is their mean, and leaves no residual.
        using var context = ToyProblem.Context();
        var sample = tensor(
            new float[,]
            {
                { 2, 0 },
                { 1, 1 },
                { 0, 2 },
            }
        );
        var refusal = Assert.Throws<ArgumentException>(() => Create("mean-residual", 1).Initialize(new(2, 3), sample, context));
        Assert.Equal(
            "mean-residual needs 3 rare vectors that are new directions, and the sample of 3 rows gave 2: "
                + "lower ratio, or use random-control or data-sample, which need points alone",
            refusal.Message
        );
    }

    [Fact]
    public void The_random_control_takes_points_that_data_sample_does_not_have()
    {
        var control = PlacesIn(_problem.Sample, Start(Create("random-control", 0.25), _problem).DecoderWeight);
        var plain = PlacesIn(_problem.Sample, DataSample(_problem).DecoderWeight);
        Assert.DoesNotContain(-1, control);
        Assert.Equal(24, control.Distinct().Count());
        Assert.Empty(control[18..].Intersect(plain));
    }

    [Fact]
    public void Mean_residuals_are_the_points_of_the_random_control_minus_the_mean()
    {
        var places = PlacesIn(_problem.Sample, Start(Create("random-control", 0.25), _problem).DecoderWeight[18..]);
        var residuals = _problem.Sample.index_select(0, tensor(places)) - _problem.Sample.mean([0L]);
        var expected = residuals / residuals.norm(dim: 1, keepdim: true);
        TensorAssertions.AssertClose(expected, Start(Create("mean-residual", 0.25), _problem).DecoderWeight[18..]);
    }

    [Fact]
    public void Outliers_of_the_sample_are_in_the_dictionary_once_whether_chance_chose_them_already_or_not()
    {
        _problem.Sample[100] = 5;
        _problem.Sample[50] = -4;
        foreach (var detector in Enum.GetValues<OutlierDetector>())
        {
            var options = new OutliersOptions { Ratio = 0.08, Detector = detector }; // 1.92 of 24: two features.
            var places = PlacesIn(_problem.Sample, Start(new OutliersInitializer(options), _problem).DecoderWeight);
            Assert.Single(places, 50);
            Assert.Single(places, 100);
        }
    }

    public void Dispose() => _scope.Dispose();

    private static IDictionaryInitializer Create(string name, double ratio) =>
        name switch
        {
            "mean-residual" => new MeanResidualInitializer(new() { Ratio = ratio }),
            "centroid-residual" => new CentroidResidualInitializer(new() { Ratio = ratio, Clusters = 6 }),
            "outliers" => new OutliersInitializer(new() { Ratio = ratio }),
            _ => new RandomControlInitializer(new() { Ratio = ratio }),
        };
}
