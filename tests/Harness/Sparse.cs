using System.Diagnostics;

namespace SparsePlugins.Tests;

/// <summary>What the command said.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Answer(int ExitCode, string Out, string Error);

/// <summary>The real built command, as a process.</summary>
internal static class Sparse
{
    public static Answer Run(params string[] arguments) => RunIn(Repository.Root, Repository.Host, arguments);

    public static Answer RunIn(string folder, string host, params string[] arguments)
    {
        using var process = Start(folder, host, arguments);
        return Finish(process);
    }

    /// <summary>Starts it and leaves it running; it handles signals as usual, even where the tests were started in the background and ignore some.</summary>
    public static Process Start(string folder, string host, params string[] arguments) =>
        Process.Start(
            // Without counting for a compilation that would pay off later, as in tests/Directory.Build.props.
            new ProcessStartInfo("env", ["--default-signal", "DOTNET_TieredPGO=0", Path.Combine(host, "sparse"), .. arguments])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    /// <summary>Waits for its end.</summary>
    public static Answer Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience.Longest))
        {
            process.Kill();
            throw new TimeoutException($"no end after {Patience.Longest}; it wrote: {error.Result}");
        }

        return new Answer(process.ExitCode, output.Result, error.Result);
    }
}
