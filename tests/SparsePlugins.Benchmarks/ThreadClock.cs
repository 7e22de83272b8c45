using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SparsePlugins.Benchmarks;

/// <summary>Time that this thread spent on a core: neighbours on the machine take wall-clock time, but none of this.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Milliseconds; the wall clock's where the system isn't Linux.</summary>
    public static double Milliseconds
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return Stopwatch.GetElapsedTime(0).TotalMilliseconds;
            }

            _ = ReadClock(ThreadCpuTime, out var time);
            return time.Seconds * 1e3 + time.Nanoseconds * 1e-6;
        }
    }

    /// <summary>Milliseconds that <paramref name="work"/> takes.</summary>
    public static double Time(Action work)
    {
        var start = Milliseconds;
        work();
        return Milliseconds - start;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
