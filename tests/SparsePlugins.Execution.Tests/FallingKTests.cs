using SparsePlugins.Hosting.Manifests;

namespace SparsePlugins.Execution.Tests;

/// <summary>Training that keeps more codes at first than the architecture does.</summary>
public sealed class FallingKTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("fused")]
    [InlineData("eager")]
    public void Evaluation_keeps_the_k_of_the_architecture(string step)
    {
        _bench.Run(TopK("top-k", "k: 2", $"k_from: 12, k_decrease: 30, step: {step}"));

        var l0 = Assert.Single(_bench.Ended).Curves.Single(curve => curve.Measurement == "l0").Values;
        Assert.All(l0, value => Assert.InRange(value, 0, 2));
    }

    [Theory]
    [InlineData("top-k")]
    [InlineData("batch-top-k")]
    [InlineData("abs-top-k")]
    [InlineData("matryoshka")]
    public void It_trains_another_dictionary(string architecture)
    {
        _bench.Run(TopK(architecture, "k: 2", "k_from: { each: [0, 12], along: k }, k_decrease: { each: [0, 20], along: k }"));

        Assert.Equal(2, _bench.Ended.Select(record => record.Weights).Distinct().Count());
    }

    [Theory]
    [InlineData(
        "relu",
        "l1: 0.1",
        4,
        "training.k_from lets k fall, and relu(l1=0.1) keeps no number of codes; remove k_from and k_decrease, or use an architecture such as top-k"
    )]
    [InlineData("top-k", "k: 4", 3, "training.k_from must be more than the k of top-k(k=4), which is 4, got 3; it falls to that k")]
    [InlineData("abs-top-k", "k: 4", 4, "training.k_from must be more than the k of abs-top-k(k=4), which is 4, got 4; it falls to that k")]
    [InlineData("matryoshka", "k: 4", 17, "training.k_from must be at most the 16 features, got 17")]
    public void A_k_that_cannot_fall_is_refused_before_anything_is_trained(string architecture, string options, int from, string message)
    {
        var problem = Assert.Single(Load(TopK(architecture, options, $"k_from: {from}, k_decrease: 10")).Result.Problems);

        Assert.Equal(("autoencoder", message), (problem.Path, problem.Message));
    }

    [Fact]
    public void Beside_an_architecture_with_k_one_may_keep_none() =>
        Assert.Empty(
            Load(
                new TinyManifest
                {
                    Autoencoder = "{ features: 16 }",
                    Training = "k_from: 8, k_decrease: 10",
                    More = "architectures: [relu, { use: batch-top-k, with: { k: 2 } }]",
                }
            ).Result.Problems
        );

    private LoadedManifest Load(string manifest) => _bench.Load(manifest);

    private static string TopK(string architecture, string options, string training) =>
        new TinyManifest
        {
            Seeds = 1,
            Autoencoder = $"{{ use: {architecture}, features: 16, with: {{ {options} }} }}",
            Training = training,
            Initializers = "[orthogonal]",
            Evaluation = "every: 5, data_every: 5, samples: 100",
        };
}
