using System.Diagnostics;
using System.Reflection;
using SparsePlugins.Storage.Processes;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Runs a check in a process of its own, because a plugin can end the process that it runs in.</summary>
internal static class WatchedCheck
{
    private const string TraceVariable = "SPARSE_CHECK_TRACE";
    private const int Signalled = 128;

    /// <summary>How long what the process printed last may take to arrive.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>The trace to write, in the process that checks; null in the one that was typed.</summary>
    public static CheckTrace? Trace =>
        Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 } path ? new CheckTrace(path) : null;

    /// <summary>Starts this command again, waits, and says in a verdict where the plugin ended it.</summary>
    /// <param name="path">The plugin, as typed.</param>
    /// <param name="json">Whether the verdict is JSON.</param>
    public static int Run(string path, bool json)
    {
        using var folder = new PrivateFolder("sparseplugins-check-");
        var trace = Path.Combine(folder.Path, "trace");
        new CheckTrace(trace).Begin("loading");
        var errors = new NativeErrors(Console.Error);
        var exitCode = RunChild(trace, errors);
        var last = File.ReadAllText(trace);
        return last.Length == 0 ? exitCode : Fail(path, $"it ended the process in: {last}: {Why(exitCode, errors.Sentence)}", json);
    }

    private static int RunChild(string trace, NativeErrors errors)
    {
        var command = Environment.GetCommandLineArgs();
        var program = Environment.ProcessPath!;
        // As `dotnet sparse.dll ...` the program is dotnet.
        var isHosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] arguments = isHosted ? [Assembly.GetExecutingAssembly().Location, .. command[1..]] : command[1..];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[TraceVariable] = trace;
        using var child = Process.Start(start)!;
        child.ErrorDataReceived += (_, line) => errors.Pass(line.Data);
        child.BeginErrorReadLine();
        var answers = child.StandardOutput.BaseStream.CopyToAsync(StandardOutput.Stream);
        child.WaitForExit(int.MaxValue);
        using var patience = new CancellationTokenSource(Rest); // A process that the plugin started may hold the pipe open.
        child.WaitForExitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        answers.Wait(Rest);
        StandardOutput.Stream.Flush();
        return child.ExitCode;
    }

    private static string Why(int exitCode, string sentence) =>
        (exitCode - Signalled) switch
        {
            6 when sentence.Length > 0 => $"signal 6 (abort), an error in native code: {sentence}",
            6 =>
                "signal 6 (abort); what was printed above says why: an endless recursion, or an error in native code, such as a matmul of shapes that don't fit (mm says so in an exception)",
            9 => "signal 9 (killed); it may have taken all memory",
            11 => "signal 11 (a wrong address in native code); a tensor may have been used after it was disposed",
            > 0 and var signal => $"signal {signal}",
            _ => $"exit code {exitCode}; a plugin must not call Environment.Exit",
        };

    private static int Fail(string path, string sentence, bool json)
    {
        var verdict = $"verdict: {sentence}";
        if (json)
        {
            JsonOutput.Print(
                new
                {
                    Path = path,
                    Good = false,
                    Verdict = verdict,
                }
            );
        }
        else
        {
            StandardOutput.Writer.WriteLine(Text.Wrap(0, verdict, 2));
        }

        return ExitCode.Invalid;
    }
}
