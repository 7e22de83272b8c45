using SparsePlugins.Cli.Signals;
using SparsePlugins.Events;
using SparsePlugins.Hosting;
using SparsePlugins.Output.Progress;
using SparsePlugins.Output.Streams;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli;

/// <summary>The work of <c>sparse run</c>: prints what an experiment does, and turns how it ended into an exit code.</summary>
/// <param name="settings">What to run.</param>
/// <param name="json">Whether the outcome is printed as JSON.</param>
internal sealed class ManifestRun(RunSettings settings, bool json)
{
    public int Execute()
    {
        using var signals = new StopSignals(); // First, so that a signal is heeded until the very end.
        using var log = new RunLog();
        var console = new ConsoleProgress();
        try
        {
            using var experiment = Experiment.Open(settings, console, signals.Token);
            return experiment.Plan is null ? Refuse(experiment) : Conclude(experiment.Run(new Observers(console, log), signals.Token));
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            console.Close();
            Console.Error.WriteLine("stopped while data was read, before anything was trained; the same command starts again");
            return ExitCode.Resumable;
        }
        finally
        {
            console.Close();
        }
    }

    private int Refuse(Experiment experiment)
    {
        if (json)
        {
            JsonOutput.Print(new { Valid = false, Problems = experiment.Manifest.Result.Problems.Select(Manifest.Describe) });
        }

        return ExitCode.Invalid;
    }

    private int Conclude(RunOutcome outcome)
    {
        try
        {
            Print(outcome);
        }
        catch (OutputException error) when (outcome.IsStopped || !json)
        {
            Console.Error.WriteLine(Paint.Line((json ? "error: " : "warning: ") + error.Message)); // Whoever reads the exit code needs that one.
        }

        if (outcome.IsStopped)
        {
            Console.Error.WriteLine(
                $"interrupted: {outcome.Finished} of {outcome.Total} runs finished, and those under way have checkpoints; run the same command {(settings.Fresh ? "without --fresh " : "")}to resume"
            );
            return ExitCode.Resumable;
        }

        if (outcome.Failed > 0)
        {
            Console.Error.WriteLine(
                $"{outcome.Failed} of {outcome.Total} runs failed; {Path.Combine(outcome.Folder, "log.jsonl")} has what is known of where"
            );
            return ExitCode.Failed;
        }

        return ConcludeUntrained(outcome);
    }

    /// <summary>A threshold that holds from the start is no result: where it does for every run, the manifest is at fault.</summary>
    private int ConcludeUntrained(RunOutcome outcome)
    {
        var (untrained, total) = (outcome.Untrained, outcome.Total);
        if (untrained == 0)
        {
            return ExitCode.Ok;
        }

        Console.Error.WriteLine(
            $"{(untrained == total ? "error" : "warning")}: {settings.Manifest}: training.stop_when held before the first update in {untrained} of {total} runs, which trained nothing; "
                + "state a threshold that the initialization does not meet"
        );
        return untrained == total ? ExitCode.Invalid : ExitCode.Ok;
    }

    private void Print(RunOutcome outcome)
    {
        if (settings.IsWorker && !json)
        {
            StandardOutput.Writer.WriteLine($"{outcome.Finished} of {outcome.Total} runs are finished in {outcome.Folder}");
            return;
        }

        var result = new ResultOutput(outcome);
        if (json)
        {
            result.PrintJson();
        }
        else
        {
            result.Print();
        }
    }
}
