using System.CommandLine;
using SparsePlugins.Hosting.Slurm;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse cancel DIR</c>.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'sparse submit' works on" };
        var command = new Command("cancel", "End the jobs of 'sparse submit'; what was trained is kept, and submit continues") { folder };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Run(string folder)
    {
        if (Submission.ReadAll(folder).Count == 0)
        {
            throw new UserException(ExitCode.Usage, $"nothing was submitted for {folder}; give the folder that 'sparse submit' printed");
        }

        var jobs = SlurmQueue.Cancel(folder);
        StandardOutput.Writer.WriteLine(
            jobs.Count == 0 ? "no job was queued or running" : $"cancelled {jobs.Count} queued or running: {QueueText.States(jobs)}"
        );
        return ExitCode.Ok;
    }
}
