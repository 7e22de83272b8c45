namespace SparsePlugins.Execution.Tests;

/// <summary>Group bias adaptation makes codes sparse without a penalty.</summary>
public sealed class GroupBiasTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void L0_ends_below_the_sum_of_the_rates_with_features_alive_and_found()
    {
        // Four groups of 16 features with rates 0.1, 0.05, 0.025 and 0.0125: three active features at most.
        _bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Source = "{ use: toy-superposition, with: { activation_dim: 32, features: 64, active: 3 } }",
                Autoencoder = "{ use: group-bias-adaptation, features: 64, with: { groups: 4, adapt_after: 1000, lower: 0.03 } }",
                Steps = "4000",
                Training = "learning_rate: 0.003",
                Evaluation = "every: 500, data_every: 500, samples: 8192",
                Initializers = "[{ use: unit-sphere, with: { encoder: tied } }]",
                Metrics = "[l0, dead-fraction, mmcs]",
            }
        );

        var run = _bench.Ended.Single();
        double[] Values(string name) => [.. run.Curves.Single(curve => curve.Measurement == name).Values];
        Assert.True(Values("l0")[0] > 20, $"it begins with {Values("l0")[0]}");
        Assert.InRange(Values("l0")[^1], 1.5, 3.0);
        Assert.Equal(0, Values("dead-fraction")[^1], 0.02);
        Assert.True(Values("mmcs")[^1] > Values("mmcs")[0] + 0.3, $"from {Values("mmcs")[0]} to {Values("mmcs")[^1]}");
    }
}
