using System.Diagnostics;

namespace SparsePlugins.Robustness.Tests;

/// <summary>Programs of the system, and the command in the limits of a shell.</summary>
internal static class Shell
{
    private const string Nobody = "65534";

    /// <summary>The built command.</summary>
    public static string Command { get; } = Path.Combine(Repository.Host, "sparse");

    /// <summary>Runs the command in a shell that limits it first: <c>ulimit -n 20</c>.</summary>
    public static Answer RunAfter(string limit, params string[] arguments) =>
        Run("/bin/sh", ["-c", limit + "; exec \"$0\" \"$@\"", Command, .. arguments]);

    /// <summary>Runs the command as a user who owns nothing.</summary>
    public static Answer RunAsNobody(params string[] arguments) =>
        Run("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", Command, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    public static Answer Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        return Sparse.Finish(process);
    }

    /// <summary>No failure may show where in the code it was.</summary>
    public static Answer WithoutTrace(this Answer answer)
    {
        Assert.DoesNotContain("   at ", answer.Out + answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected ", answer.Error, StringComparison.Ordinal);
        return answer;
    }
}
