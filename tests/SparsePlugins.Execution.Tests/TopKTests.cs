using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

public sealed class TopKTests
{
    [Fact]
    public void Metrics_see_the_codes_that_top_k_keeps()
    {
        using var bench = new Bench();
        bench.Run(TopK("k: 3, decoder_bias: true", "step: auto"));

        Assert.Equal(4, bench.Ended.Count);
        Assert.All(bench.Ended, record => Assert.Equal(Outcome.Completed, record.Outcome));
        Assert.All(bench.Ended, record => Assert.All(Curve(record, "l0").Values, l0 => Assert.InRange(l0, 0.1, 3)));
        Assert.All(
            bench.Ended,
            record =>
                Assert.Contains(
                    "\"autoencoder\":{\"use\":\"top-k\",\"with\":{\"aux_alpha\":0.03125,\"aux_dead_after\":0,\"aux_k\":0,\"decoder_bias\":true,\"k\":3,\"l1\":0}",
                    record.Spec
                )
        );
    }

    [Fact]
    public void The_fused_and_the_eager_step_train_the_same_dictionary()
    {
        using var fused = new Bench();
        using var eager = new Bench();
        fused.Run(TopK("k: 3", "step: fused"));
        eager.Run(TopK("k: 3", "step: eager"));

        foreach (var (one, other) in Paired(fused, eager))
        {
            Assert.Equal(("fused", "eager"), (one.Environment.Step, other.Environment.Step));
            Assert.All(one.Curves.Zip(other.Curves), pair => AssertClose(pair.First.Values, pair.Second.Values));
        }
    }

    [Fact]
    public void A_k_of_all_features_is_relu_without_a_penalty()
    {
        using var all = new Bench();
        using var relu = new Bench();
        all.Run(TopK("k: 16", "step: fused"));
        relu.Run(new TinyManifest { Autoencoder = "{ use: relu, features: 16, with: { l1: 0 } }", Training = "step: fused" });

        foreach (var (one, other) in Paired(all, relu))
        {
            Assert.All(one.Curves.Zip(other.Curves), pair => AssertClose(pair.First.Values, pair.Second.Values));
        }
    }

    [Theory]
    [InlineData("eager")]
    [InlineData("fused")]
    public void An_auxiliary_loss_revives_features(string step)
    {
        using var bench = new Bench();
        bench.Run(TopK("k: 2, aux_dead_after: { each: [0, 64] }, aux_alpha: 1", $"step: {step}, learning_rate: 0.02"));

        var with = bench.Ended.Where(record => record.Spec.Contains("\"aux_dead_after\":64", StringComparison.Ordinal)).ToArray();
        var without = bench.Ended.Except(with).ToArray();
        Assert.All(bench.Ended, record => Assert.Equal(step, record.Environment.Step));
        Assert.True(DeadAtTheEnd(with) < DeadAtTheEnd(without), $"dead: {DeadAtTheEnd(with)} with, {DeadAtTheEnd(without)} without");
    }

    [Fact]
    public void Each_k_of_an_axis_has_runs_of_its_own()
    {
        using var bench = new Bench();
        Assert.Equal(8, bench.Run(TopK("k: { each: [2, 4] }", "step: auto")));
        Assert.Equal(8, bench.Ended.Select(record => record.Id).Distinct().Count());
    }

    private static string TopK(string options, string training) =>
        new TinyManifest { Autoencoder = $"{{ use: top-k, features: 16, with: {{ {options} }} }}", Training = training };

    private static double DeadAtTheEnd(RunRecord[] records) => records.Sum(record => Curve(record, "dead-fraction-count").Values[^1]);

    private static IEnumerable<(RunRecord, RunRecord)> Paired(Bench first, Bench second)
    {
        Assert.Equal(4, first.Ended.Count);
        return Ordered(first).Zip(Ordered(second));
    }

    private static IEnumerable<RunRecord> Ordered(Bench bench) => bench.Ended.OrderBy(record => (record.Initializer, record.Seed));

    private static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual) =>
        Assert.Equal(expected, actual, (left, right) => left.Equals(right) || Math.Abs(left - right) <= 1e-3 * Math.Abs(left) + 1e-6);

    private static Curve Curve(RunRecord record, string measurement) => record.Curves.Single(curve => curve.Measurement == measurement);
}
