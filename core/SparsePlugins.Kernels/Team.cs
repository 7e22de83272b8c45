using System.Runtime.ExceptionServices;

namespace SparsePlugins.Kernels;

/// <summary>Does the parts of a piece of work on several threads. What a part computes must not depend on which thread does it, or when.</summary>
internal static class Team
{
    private const int RangesPerThread = 8; // So that one that is interrupted holds up the others little.

    /// <summary>Calls <paramref name="part"/> for 0 to <paramref name="parts"/> - 1, the calling thread among those that do it; returns when all are done.</summary>
    /// <exception cref="Exception">What a part threw, as on one thread.</exception>
    public static void Do(int parts, Action<int> part)
    {
        try
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }

    /// <summary>Does the numbers from 0 to <paramref name="count"/> - 1 in ranges, each thread taking the next one when it is ready.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="count">Numbers.</param>
    /// <param name="unit">Ranges begin at multiples of it.</param>
    /// <param name="range">Is given a thread, from 0 to <paramref name="threads"/> - 1, and a range that ends before its last value.</param>
    public static void DoRanges(int threads, int count, int unit, Action<int, int, int> range)
    {
        var length = Sizes.RoundUp((int)Math.Max(1, count / ((long)threads * RangesPerThread)), unit);
        var last = -length; // Where the range that was taken last begins.
        Do(
            Math.Min(threads, Sizes.RoundUp(count, length) / length),
            thread =>
            {
                for (var first = Next(); first < count; first = Next())
                {
                    range(thread, first, Math.Min(count, first + length));
                }
            }
        );

        int Next() => Interlocked.Add(ref last, length);
    }
}
