using System.Runtime.InteropServices;

namespace SparsePlugins.Workers;

/// <summary>Threads that are in a component's code and won't come back in time.</summary>
public static class AbandonedThreads
{
    private static int _count;

    /// <summary>How many there are.</summary>
    public static int Count => Volatile.Read(ref _count);

    /// <summary>Ends the process; where a thread is left behind, at once: it may be inside libtorch, whose own ending would pull the ground from under it.</summary>
    /// <param name="code">The exit code.</param>
    /// <returns>The exit code, where nobody is left behind.</returns>
    public static int Exit(int code)
    {
        if (Count > 0 && !OperatingSystem.IsWindows())
        {
            Console.Out.Flush();
            Console.Error.Flush();
            ExitNow(code);
        }

        return code;
    }

    /// <summary>One more.</summary>
    public static void Add() => Interlocked.Increment(ref _count);

    /// <summary>One came back.</summary>
    public static void Remove() => Interlocked.Decrement(ref _count);

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitNow(int code);
}
