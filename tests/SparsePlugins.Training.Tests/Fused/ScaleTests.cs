namespace SparsePlugins.Training.Tests.Fused;

/// <summary>Data in units that make squares and second moments overflow: the fused step does what the eager one does, on every width.</summary>
public sealed class ScaleTests
{
    private static readonly TrainingSetup _options = new(L1: 0.06);

    /// <summary>Scales, and whether Adam still learns there: from 1e12 second moments are infinite, and updates 0.</summary>
    public static TheoryData<double, int> Scales()
    {
        var data = new TheoryData<double, int>();
        foreach (var scale in new[] { 1e-12, 1e-3, 1e6, 1e11, 1e12, 1e15 })
        {
            foreach (var lanes in new[] { 4, 8, 16 })
            {
                data.Add(scale, lanes);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void The_losses_are_those_of_the_eager_step(double scale, int mostLanes)
    {
        var problem = new Problem(Rows: 40, Width: 19, Features: 24);
        using var eagerState = _options.CreateState(problem.Weights());
        using var fusedState = _options.CreateState(problem.Weights());
        using var eager = _options.CreateEager(eagerState);
        using var fused = new FusedStep(_options.Form, fusedState, _options.Adam, mostLanes);
        for (ulong update = 0; update < 40; update++)
        {
            using var batch = new TrainingBatch(problem.Batch(update).mul((float)scale));
            var (expected, actual) = (eager.Step(batch).Loss, fused.Step(batch).Loss);
            Assert.True(double.IsFinite(expected), $"eager: {expected} at update {update}");
            Assert.Equal(1.0, actual / expected, 1e-3);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_weight_whose_square_overflows_is_a_number(int mostLanes)
    {
        var problem = new Problem(Rows: 20, Width: 8, Features: 10);
        using var state = _options.CreateState(problem.Weights());
        using var step = new FusedStep(_options.Form, state, _options.Adam, mostLanes);
        using var batch = new TrainingBatch(problem.Batch().abs());
        using (TorchSharp.torch.no_grad())
        {
            state.Weights.EncoderWeight[4] = -1e25f; // It never fires on samples that are positive.
        }

        step.Step(batch);
        Assert.True(double.IsFinite(step.Step(batch).Loss));
    }
}
