using SparsePlugins.Architectures;
using SparsePlugins.Kernels;

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
    public void Any_number_of_them_gives_the_same_bytes(TrainingSetup setup) => AssertSame(setup, _ => UpdatePace.Full, _ => 1);

    [Fact]
    public void So_it_does_while_k_falls()
    {
        int?[] most = [45, 40, 31, 20, 12, 7];
        UpdatePace Pace(int update) => UpdatePace.Full with { K = update < most.Length ? most[update] : null };

        AssertSame(new(L1: 0, TopK: 3), Pace, _ => 1);
        AssertSame(new(L1: 0) { Other = new BatchTopKArchitecture(new() { K = 3 }) }, Pace, _ => 1);
        AssertSame(new(L1: 0) { Other = new MatryoshkaArchitecture(new() { K = 3 }) }, Pace, _ => 1);
    }

    [Theory]
    [MemberData(nameof(EveryForm))]
    public void So_it_does_where_samples_are_not_numbers(TrainingSetup setup) =>
        AssertSame(setup, _ => UpdatePace.Full, update => update == 12 ? float.NaN : 1);

    [Fact]
    public void What_a_part_throws_is_thrown_as_it_is()
    {
        var error = Assert.Throws<InsufficientMemoryException>(() =>
            Team.Do(3, part => throw new InsufficientMemoryException("none left"))
        );
        Assert.Equal("none left", error.Message);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 1, 64)]
    [InlineData(100, 16, 3)]
    [InlineData(1000, 1, int.MaxValue)]
    public void Ranges_hold_each_number_once(int count, int unit, int threads)
    {
        var taken = new int[count];
        Team.DoRanges(
            threads,
            count,
            unit,
            (thread, first, end) =>
            {
                Assert.InRange(thread, 0, Math.Min(threads, count) - 1);
                Assert.Equal(0, first % unit);
                for (var number = first; number < end; number++)
                {
                    Interlocked.Increment(ref taken[number]);
                }
            }
        );
        Assert.All(taken, times => Assert.Equal(1, times));
    }

    private static void AssertSame(TrainingSetup setup, Func<int, UpdatePace> pace, Func<int, float> factor)
    {
        foreach (var lanes in new[] { 4, 8, 16 })
        {
            // Different numbers in one training, as when other runs begin and end beside it.
            int[] threads = [3, 2, 64, 1, 5];
            Assert.Equal(
                Train(setup, lanes, pace, factor, _ => 1),
                Train(setup, lanes, pace, factor, update => threads[update % threads.Length])
            );
        }
    }

    private static List<string> Train(
        TrainingSetup setup,
        int lanes,
        Func<int, UpdatePace> pace,
        Func<int, float> factor,
        Func<int, int> threads
    )
    {
        var (seen, update) = (new List<string>(), 0);
        using var state = setup.CreateState(Problem.Weights());
        using var step = new FusedStep(setup.Form, state, setup.Adam, lanes, () => threads(update));
        using var batch = new TrainingBatch();
        for (; update < 15; update++)
        {
            var problem = update % 4 == 3 ? Problem with { Rows = 70 } : Problem; // Fewer panels than threads.
            using var samples = problem.Batch((ulong)update) * (update == 9 ? 0.1f : 1); // Where a bound of earlier batches is too high.
            samples[7..30].mul_(factor(update));
            batch.Load(samples);
            var result = step.Step(batch, pace(update));
            Assert.True(step.IsIntact);
            seen.Add($"{result.Loss:R} {Convert.ToHexString(result.Firings.bytes)}");
        }

        Assert.All(state.State, one => Assert.NotEqual(0, one.Value.numel()));
        seen.AddRange(state.State.Select(one => $"{one.Key} {Convert.ToHexString(one.Value.bytes)}"));
        return seen;
    }
}
