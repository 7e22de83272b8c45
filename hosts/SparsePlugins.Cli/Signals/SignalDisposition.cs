using System.Runtime.InteropServices;

namespace SparsePlugins.Cli.Signals;

/// <summary>What the system does with a signal of this process.</summary>
internal static class SignalDisposition
{
    private const int MoreThanTheStructure = 256; // struct sigaction has at most 152 bytes; it begins with the handler.
    private static readonly nint Ignored = 1;

    /// <summary>Whether whoever started this process had the signal ignored, as <c>nohup</c> does: that is meant to stay.</summary>
    public static bool IsIgnored(int signal) => HandlerOf(signal) == Ignored;

    /// <summary>Whether nobody handles it: neither .NET nor a library that was loaded first, such as a profiler.</summary>
    public static bool IsDefault(int signal) => HandlerOf(signal) == 0;

    private static nint HandlerOf(int signal)
    {
        var action = new byte[MoreThanTheStructure];
        return Examine(signal, 0, action) == 0 ? MemoryMarshal.Read<nint>(action) : Ignored;
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int Examine(int signal, nint action, [Out] byte[] previous);
}
