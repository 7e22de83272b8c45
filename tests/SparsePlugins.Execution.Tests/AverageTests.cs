using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

/// <summary>A run with an average of its weights is evaluated and saved by it, and trained as one without.</summary>
public sealed class AverageTests
{
    [Theory]
    [InlineData("fused")]
    [InlineData("eager")]
    public void It_is_measured_by_its_average_and_trained_without_it(string step)
    {
        var (raw, averaged) = (Run($"step: {step}"), Run($"step: {step}, average: 0.95"));

        Assert.Equal(Values(raw, "loss"), Values(averaged, "loss"));
        Assert.Equal(Values(raw, "mmcs")[0], Values(averaged, "mmcs")[0]);
        Assert.Equal(Values(raw, "mmcs")[1], Values(averaged, "mmcs")[1], 1e-6); // The average of one update is what it left.
        Assert.True(Math.Abs(Values(raw, "mmcs")[^1] - Values(averaged, "mmcs")[^1]) > 1e-4);
        Assert.NotEqual(raw.Weights, averaged.Weights);
    }

    private static RunRecord Run(string training)
    {
        using var bench = new Bench();
        bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Steps = "60",
                Training = $"learning_rate: 0.02, {training}",
                Evaluation = "every: 1, data_every: 1, samples: 100",
                Initializers = "[orthogonal]",
            }
        );
        return bench.Ended.Single();
    }

    private static double[] Values(RunRecord record, string name) => [.. record.Curves.Single(curve => curve.Measurement == name).Values];
}
