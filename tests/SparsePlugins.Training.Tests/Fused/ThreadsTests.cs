using SparsePlugins.Architectures;

namespace SparsePlugins.Training.Tests.Fused;

/// <summary>An update on several threads.</summary>
public sealed class ThreadsTests
{
    private static readonly Problem Problem = new(Rows: 413, Width: 21, Features: 45, Bias: -1);

    public static TheoryData<TrainingSetup> EveryForm() =>
        [
            .. FusedFormTests.EveryForm(),
            new TrainingSetup(L1: 0.06, DecoderBias: true),
            new TrainingSetup(L1: 0.06, DecoderBias: true, TopK: 3, AuxDeadAfter: 500, AuxK: 5),
            // 1,239 codes a batch: enough for a bound to begin with.
            new TrainingSetup(L1: 0) with
            {
                Other = new BatchTopKArchitecture(new() { K = 3, DecoderBias = true }),
            },
            new TrainingSetup(L1: 0) with
            {
                Other = new MatryoshkaArchitecture(
                    new()
                    {
                        K = 3,
                        DecoderBias = true,
                        Prefixes = [0.1, 0.5],
                        AuxDeadAfter = 500,
                    }
                ),
            },
        ];

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void Any_number_of_them_gives_the_same_bytes(TrainingSetup setup)
    {
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            // Different numbers in one training, as when other runs begin and end beside it.
            int[] threads = [3, 2, 64, 1, 5];
            Assert.Equal(Train(setup, lanes, _ => 1), Train(setup, lanes, update => threads[update % threads.Length]));
        }
    }

    private static List<string> Train(TrainingSetup setup, int lanes, Func<int, int> threads)
    {
        var (seen, update) = (new List<string>(), 0);
        using var state = setup.CreateState(Problem.Weights());
        using var step = new FusedStep(setup.Form, state, setup.Adam, lanes, () => threads(update));
        using var batch = new TrainingBatch();
        for (; update < 15; update++)
        {
            var problem = update % 4 == 3 ? Problem with { Rows = 70 } : Problem; // Fewer panels than threads.
            using var samples = problem.Batch((ulong)update) * (update == 9 ? 0.1f : 1); // Where a bound of earlier batches is too high.
            batch.Load(samples);
            var result = step.Step(batch);
            Assert.True(step.IsIntact);
            seen.Add($"{result.Loss:R} {Convert.ToHexString(result.Firings.bytes)}");
        }

        Assert.All(state.State, one => Assert.NotEqual(0, one.Value.numel()));
        seen.AddRange(state.State.Select(one => $"{one.Key} {Convert.ToHexString(one.Value.bytes)}"));
        return seen;
    }
}
