using SparsePlugins.Cli.Signals;
using SparsePlugins.Events;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Hosting.Watching;
using SparsePlugins.Output.Progress;
using SparsePlugins.Output.Streams;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli;

/// <summary>The work of <c>sparse watch</c>: prints what an experiment does while its manifest and plugins change.</summary>
/// <param name="settings">What to run.</param>
internal sealed class ManifestWatch(RunSettings settings)
{
    public int Execute()
    {
        using var signals = new StopSignals();
        using var log = new RunLog();
        var console = new ConsoleProgress(announcesRuns: false);
        try
        {
            var sweep = new WatchedSweep(settings, new InProcessLauncher(), new Observers(console, log));
            return sweep.Run(signals.Token) is { } outcome ? Conclude(outcome) : ExitCode.Invalid;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCode.Resumable; // Data was being read; nothing was trained meanwhile.
        }
        finally
        {
            console.Close();
        }
    }

    private static int Conclude(WatchOutcome outcome)
    {
        PrintReport(outcome);
        if (outcome.Failed > 0)
        {
            Console.Error.WriteLine($"stopped: {outcome.Failed} runs failed; the report says why, and the same command tries them again");
        }

        if (outcome.Left > 0)
        {
            Console.Error.WriteLine(
                $"interrupted: {outcome.Left} runs are left, and those under way have checkpoints; run the same command to resume"
            );
        }

        return outcome.Left > 0 ? ExitCode.Resumable
            : outcome.Failed > 0 ? ExitCode.Failed
            : ExitCode.Ok;
    }

    /// <summary>The name of the report is not what the command is for.</summary>
    private static void PrintReport(WatchOutcome outcome)
    {
        try
        {
            StandardOutput.Writer.WriteLine(outcome.Report);
        }
        catch (OutputException error)
        {
            Console.Error.WriteLine(Paint.Line("warning: " + error.Message));
        }
    }
}
