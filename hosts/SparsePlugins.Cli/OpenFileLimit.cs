using System.Runtime.InteropServices;

namespace SparsePlugins.Cli;

/// <summary>How many files this process may open at once. With too few .NET can't load its own parts, and ends with a stack trace at whatever comes next.</summary>
internal static class OpenFileLimit
{
    private const ulong Needed = 384; // .NET keeps two open for each assembly that it loads; with those that ship it is 250.
    private const int OpenFiles = 7; // RLIMIT_NOFILE of Linux.

    /// <summary>Why the process can't go on, or <see langword="null"/>.</summary>
    public static string? Refusal() =>
        OperatingSystem.IsLinux() && Get(OpenFiles, out var limit) == 0 && limit.Most < Needed
            ? $"only {limit.Most} files may be open at once here, and {Needed} are needed; raise the limit, as with 'ulimit -n 1024'"
            : null;

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int Get(int resource, out Limit limit);

    /// <summary>.NET raises the first to the second when it starts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        public readonly ulong Now;
        public readonly ulong Most;
    }
}
