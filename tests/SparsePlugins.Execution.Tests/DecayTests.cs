using SparsePlugins.Planning;

namespace SparsePlugins.Execution.Tests;

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

    private static double Pace(RunSpec spec, long step) => LearningPace.At(spec, step, revived: null);

    private RunSpec Spec(string training) =>
        _bench.Load(new TinyManifest { Steps = "100", Training = training }).Result.Plan!.Cohorts[0].Runs[0].Spec;
}
