using System.Globalization;
using static TorchSharp.torch;

namespace SparsePlugins.Benchmarks;

/// <summary>Eager against fused, one thread, interleaved rounds.</summary>
internal static class StepTable
{
    private const double LeastMilliseconds = 20; // Steps of a round together, so that the clock's grain doesn't show.

    /// <summary>Prints the table.</summary>
    /// <param name="quick">Fewer rounds, and only the small rows.</param>
    /// <returns>1 if a ratio is below the part of its goal that the machine must reach.</returns>
    public static int Run(bool quick)
    {
        set_num_threads(1);
        var rounds = quick ? 3 : 7;
        var cases = StepCase.All.Where(row => !quick || row.Features <= 1024).ToList();
        Machine? machine = null;
        var passed = true;
        foreach (var row in cases)
        {
            using var pair = new StepPair(row);
            if (machine is null)
            {
                machine = Machine.Measure(pair.VectorBits);
                Console.WriteLine(machine.Describe());
                Console.WriteLine(
                    "| B, D/F, codes | eager ms (min) | fused ms (min) | ratio (of minima) | our eager ms | ratio to it | limit ms | of limit |"
                );
                Console.WriteLine("|---|---|---|---|---|---|---|---|");
            }

            passed &= Print(row, Measure(pair, rounds), machine);
        }

        return passed ? 0 : 1;
    }

    private static Timing Measure(StepPair pair, int rounds)
    {
        pair.Warm();
        var (eagerTurns, fusedTurns) = (Turns(pair.Stock), Turns(pair.Fused));
        var timings = new Timing();
        for (var round = 0; round < rounds; round++)
        {
            timings.Stock.Add(Time(pair.Stock, eagerTurns));
            timings.Fused.Add(Time(pair.Fused, fusedTurns));
            timings.Own.Add(Time(pair.Own, eagerTurns));
        }

        timings.Active = pair.Active;
        return timings;
    }

    private static int Turns(Action step) => (int)Math.Clamp(LeastMilliseconds / ThreadClock.Time(step), 1, 200);

    private static double Time(Action step, int turns)
    {
        var start = ThreadClock.Milliseconds;
        for (var turn = 0; turn < turns; turn++)
        {
            step();
        }

        return (ThreadClock.Milliseconds - start) / turns;
    }

    private static bool Print(StepCase row, Timing timing, Machine machine)
    {
        var (stock, fused) = (timing.Stock, timing.Fused);
        var (ratio, ratioOfMinima) = (stock.Median / fused.Median, stock.Least / fused.Least);
        var limit = machine.LimitMilliseconds(row, timing.Active);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {row} | {(row.HasStock ? "" : "our eager ")}{stock.Median:G3} ({stock.Least:G3}) | {fused.Median:G3} ({fused.Least:G3}) | {ratio:F1} ({ratioOfMinima:F1}) | {timing.Own.Median:G3} | {timing.Own.Median / fused.Median:F1} | {limit:G3} | {100 * limit / fused.Median:F0} % |"
            )
        );
        var least = machine.Least(row.Goal);
        var passed = Math.Max(ratio, ratioOfMinima) >= least; // Whatever else runs makes a median worse, on either side.
        if (!passed)
        {
            Console.WriteLine(
                FormattableString.Invariant(
                    $"FAILED: {row}: a ratio of {ratio:F1}, of minima {ratioOfMinima:F1}; at least {least:F1} is asked for"
                )
            );
        }

        return passed;
    }
}
