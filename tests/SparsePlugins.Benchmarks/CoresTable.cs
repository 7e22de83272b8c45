using System.Diagnostics;
using System.Globalization;
using SparsePlugins.Training;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>One large dictionary on 1, 2, 4, ... threads, interleaved rounds, on the clock.</summary>
internal static class CoresTable
{
    private const int Rounds = 5;
    private const double LeastMilliseconds = 500; // So that what a core needs to wake up doesn't show.

    private static readonly StepCase[] _cases =
    [
        new(1024, 128, 1024, 0.05, null, 0),
        new(1024, 512, 16384, 0, 32, 0),
        new(1024, 384, 6144, 0, 32, 0),
        new(1024, 768, 24576, 0, 32, 0),
        StepCase.BatchTopKRow(1024, 512, 4096, 32),
    ];

    /// <summary>Prints the table.</summary>
    public static int Run()
    {
        set_num_threads(1);
        int[] threads = [.. Enumerable.Range(0, 8).Select(power => 1 << power).TakeWhile(count => count <= Environment.ProcessorCount)];
        Console.WriteLine(
            $"| B, D/F, codes |{string.Concat(threads.Select(count => $" {count}, ms (min) |"))} times as fast, on most (of minima) |"
        );
        Console.WriteLine($"|---|{string.Concat(threads.Select(_ => "---|"))}---|");
        foreach (var row in _cases)
        {
            Print(row, Measure(row, threads));
        }

        return 0;
    }

    private static Rounds[] Measure(StepCase row, int[] threads)
    {
        using var scope = NewDisposeScope();
        var now = 1;
        using var state = row.Options.CreateState(row.Weights());
        using var step = new FusedStep(row.Options.Form, state, row.Options.Adam, () => now);
        using var batch = new TrainingBatch();
        var samples = row.Batch();
        var timings = threads.Select(_ => new Rounds()).ToArray();
        Time(2); // Fills buffers.
        var turns = (int)Math.Ceiling(LeastMilliseconds / Time(1));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (count, timing) in threads.Zip(timings))
            {
                now = count;
                timing.Add(Time(turns));
            }
        }

        return timings;

        double Time(int turns)
        {
            var start = Stopwatch.GetTimestamp();
            for (var turn = 0; turn < turns; turn++)
            {
                batch.Load(samples);
                step.Step(batch);
            }

            return Stopwatch.GetElapsedTime(start).TotalMilliseconds / turns;
        }
    }

    private static void Print(StepCase row, Rounds[] timings)
    {
        var cells = string.Concat(
            timings.Select(timing => string.Create(CultureInfo.InvariantCulture, $" {timing.Median:G3} ({timing.Least:G3}) |"))
        );
        var (one, most) = (timings[0], timings[^1]);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"| {row} |{cells} {one.Median / most.Median:F2} ({one.Least / most.Least:F2}) |")
        );
    }
}
