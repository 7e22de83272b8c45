using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace SparsePlugins.Robustness.Tests;

/// <summary>What one reading of hostile input may cost.</summary>
internal static class Budget
{
    /// <summary>Processor time of the reading thread; work that grows with the square of its input exceeds it, a slow machine does not.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Runs it and fails where it allocates more than <paramref name="bytes"/> or takes over ten seconds of processor time, also when tried again.</summary>
    /// <param name="bytes">Most allocated bytes, freed or not.</param>
    /// <param name="what">Names the input in a failure.</param>
    /// <param name="read">Reads it.</param>
    public static T Keep<T>(long bytes, string what, Func<T> read)
    {
        var (result, elapsed, allocated) = Measure(what, read);
        for (var again = 0; again < 3 && elapsed > Longest; again++)
        {
            elapsed = Measure(what, read).Elapsed; // The first time the compiler has its share.
        }

        Assert.True(elapsed <= Longest, $"{what} took {elapsed}");
        Assert.True(allocated <= bytes, $"{what} allocated {allocated} bytes");
        return result;
    }

    /// <summary>On a thread of its own, so that what never ends fails its test and leaves the others alone.</summary>
    private static (T Result, TimeSpan Elapsed, long Allocated) Measure<T>(string what, Func<T> read)
    {
        var (measured, failure) = (default((T, TimeSpan, long)), default(ExceptionDispatchInfo));
        var reader = new Thread(() =>
        {
            try
            {
                measured = MeasureHere(read);
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        })
        {
            IsBackground = true,
        };
        reader.Start();
        Assert.True(reader.Join(Patience.Longest), $"{what} hangs: no end after {Patience.Longest}");
        failure?.Throw();
        return measured;
    }

    private static (T Result, TimeSpan Elapsed, long Allocated) MeasureHere<T>(Func<T> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var begin = ThreadTime();
        var result = read();
        return (result, ThreadTime() - begin, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The processor's time, not the wall's: CI machines do other things meanwhile.</summary>
    private static TimeSpan ThreadTime() =>
        Clock(ThreadProcessorClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100)
            : throw new InvalidOperationException("the thread's clock can't be read");

    private const int ThreadProcessorClock = 3;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int Clock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
