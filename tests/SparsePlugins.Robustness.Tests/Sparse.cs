using System.Diagnostics;
using SparsePlugins.Tests;

namespace SparsePlugins.Robustness.Tests;

/// <summary>What the command said.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Answer(int ExitCode, string Out, string Error)
{
    /// <summary>No failure may show where in the code it was.</summary>
    public Answer WithoutTrace()
    {
        Assert.DoesNotContain("   at ", Out + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected ", Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>The real built command, as a process.</summary>
internal static class Sparse
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Path { get; } = System.IO.Path.Combine(Repository.Host, "sparse");

    public static Answer Run(params string[] arguments) => Start(Path, arguments);

    /// <summary>Runs the command in a shell that limits it first: <c>ulimit -n 20</c>.</summary>
    public static Answer RunAfter(string limit, params string[] arguments) =>
        Start("/bin/sh", ["-c", limit + "; exec \"$0\" \"$@\"", Path, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    public static Answer Start(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"no end after {Patience}; it said: {error.Result}");
        }

        return new Answer(process.ExitCode, output.Result, error.Result);
    }
}
