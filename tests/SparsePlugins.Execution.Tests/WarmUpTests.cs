using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

public sealed class WarmUpTests
{
    [Theory]
    [InlineData("fused")]
    [InlineData("eager")]
    public void The_learning_rate_rises_from_the_start(string step)
    {
        // Over 50 steps of 1,000,000 the rate stays under 1e-7.
        var record = Run(step, "warm_up: 1000000", "");
        Assert.Equal(Mmcs(record)[0], Mmcs(record)[^1], 1e-4);
        Assert.True(Mmcs(Run(step, "warm_up: 5", ""))[^1] > Mmcs(record)[^1] + 0.01);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("eager")]
    public void The_learning_rate_rises_again_after_features_were_revived(string step)
    {
        // Looked at in steps 20 and 40; measured at 0, 10, 20 and 40 before the features are revived, and at 30.
        var (plain, none) = (Run(step, "", "warm_up: 0"), Run(step, "", "warm_up: 1"));
        var slow = Run(step, "", "warm_up: 1000000");

        Assert.Equal(20L, slow.Reinitializations[0].Step);
        Assert.Equal(Mmcs(plain)[..3], Mmcs(slow)[..3]);
        Assert.Equal(Mmcs(slow)[3], Mmcs(slow)[4], 1e-5);
        Assert.True(Math.Abs(Mmcs(plain)[3] - Mmcs(plain)[4]) > 1e-3);
        Assert.Equal(Mmcs(plain), Mmcs(none)); // Over one step: the first after a revival has the full rate.
    }

    [Fact]
    public void No_features_are_revived_after_the_last_step_that_is_stated()
    {
        var (all, some) = (Run("fused", "", "warm_up: 0"), Run("fused", "", "until: 39"));

        Assert.Equal([20L, 40L], all.Reinitializations.Select(one => one.Step));
        Assert.Equal([20L], some.Reinitializations.Select(one => one.Step));
        Assert.Equal(Mmcs(all)[..4], Mmcs(some)[..4]);
        Assert.Equal(Mmcs(all), Mmcs(Run("fused", "", "until: 40")));
    }

    private static RunRecord Run(string step, string training, string reinitializer)
    {
        using var bench = new Bench();
        var reinitializers =
            reinitializer.Length == 0 ? null : $"[{{ use: random-directions, every: 20, dead_after: 32, {reinitializer} }}]";
        var stated = training.Length == 0 ? "" : $", {training}";
        bench.Run(
            new TinyManifest
            {
                Initializers = "[orthogonal]",
                Reinitializers = reinitializers,
                Steps = "50",
                Training = $"step: {step}, learning_rate: 0.01{stated}",
                L1 = reinitializer.Length == 0 ? "0.06" : "2.0",
            }
        );
        return bench.Ended.Single(record => record.Seed == 1);
    }

    private static double[] Mmcs(RunRecord record) => [.. record.Curves.Single(curve => curve.Measurement == "mmcs").Values];
}
