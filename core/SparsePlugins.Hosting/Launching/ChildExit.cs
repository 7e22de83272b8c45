using System.Globalization;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Says how a process ended that should have gone on.</summary>
internal static class ChildExit
{
    /// <summary>What the exit code of a process that a signal ended begins at.</summary>
    public const int SignalBase = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [10] = "SIGUSR1",
        [11] = "SIGSEGV",
        [12] = "SIGUSR2",
        [15] = "SIGTERM",
        [24] = "SIGXCPU",
        [25] = "SIGXFSZ",
        [31] = "SIGSYS",
    };

    /// <summary>What the sentence of an uncaught C++ exception begins with.</summary>
    private const string OfNativeCode = "what():";

    private static readonly string[] LastWords =
    [
        "Stack overflow",
        "Unhandled exception",
        "Fatal error",
        "Out of memory",
        OfNativeCode,
        "error: ",
    ];

    /// <summary>For instance <c>its process was killed by SIGSEGV (11)</c>.</summary>
    /// <param name="exitCode">Of the process; 128 and more for a signal.</param>
    /// <param name="errors">What it printed on stderr.</param>
    public static string Describe(int exitCode, IEnumerable<string> errors)
    {
        var words = errors
            .Select(line => line.Trim())
            .FirstOrDefault(line => LastWords.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        return (exitCode < SignalBase ? Exit(exitCode) : Signal(exitCode - SignalBase))
            + (words is null ? "" : $": {words.Replace(OfNativeCode, "", StringComparison.Ordinal).Trim().TrimEnd('.')}");
    }

    private static string Exit(int code) => $"its process exited by itself with code {code.ToString(CultureInfo.InvariantCulture)}";

    private static string Signal(int signal)
    {
        var number = signal.ToString(CultureInfo.InvariantCulture);
        return "its process was killed by " + (Signals.TryGetValue(signal, out var name) ? $"{name} ({number})" : $"signal {number}");
    }
}
