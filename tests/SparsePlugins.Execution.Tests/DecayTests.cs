using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Tests;

/// <summary>What the schedules of a spec give at a step, by hand.</summary>
public sealed class DecayTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("0.07", 7)]
    [InlineData("0.065", 7)]
    [InlineData("0.2", 20)]
    [InlineData("1", 100)]
    public void A_decay_takes_its_part_of_the_steps_rounded_up(string part, int length)
    {
        var spec = Spec($"decay: linear, decay_last: {part}");
        var first = 100 - length + 1;

        Assert.All(Enumerable.Range(1, first), step => Assert.Equal(1, Pace(spec, step)));
        Assert.Equal(1.0 / length, 1 - Pace(spec, first + 1), 1e-12);
        Assert.Equal(1.0 / length, Pace(spec, 100), 1e-12);
    }

    [Fact]
    public void The_learning_rate_drops_after_the_steps_that_are_listed()
    {
        var spec = Spec("drops: [10, 12, 100], drop_factor: 0.5");

        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25], new long[] { 1, 10, 11, 12, 13, 100 }.Select(step => Pace(spec, step)));
    }

    [Fact]
    public void Drops_and_a_decay_multiply() => Assert.Equal(0.1 * 0.5, Pace(Spec("drops: [10], decay: linear, decay_last: 1"), 51), 1e-12);

    [Fact]
    public void A_k_falls_in_a_straight_line_rounded_down()
    {
        var training = Spec("k_from: 8, k_decrease: 5").Training;

        Assert.Equal([8, 6, 5, 4, 3, null, null], Enumerable.Range(1, 7).Select(step => LearningPace.KAt(training, step, k: 2)));
        Assert.Null(LearningPace.KAt(training, step: 1, k: 0));
    }

    private static double Pace(RunSpec spec, long step) => LearningPace.At(spec, step, revived: null);

    private RunSpec Spec(string training) =>
        _bench
            .Load(
                new TinyManifest
                {
                    Steps = "100",
                    Training = training,
                    Autoencoder = "{ use: top-k, features: 16, with: { k: 2 } }",
                }
            )
            .Result.Plan!.Cohorts[0]
            .Runs[0]
            .Spec;
}
