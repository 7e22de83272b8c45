using System.CommandLine;
using System.Text;
using SparsePlugins.Cli.Signals;
using SparsePlugins.Events;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Output.Streams;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse work</c>: the child process of <c>sparse run --isolate</c>. What to do comes on stdin, what was done goes to stdout.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var command = new Command("work", "What 'sparse run --isolate' starts for each cohort") { Hidden = true };
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = new StreamWriter(StandardOutput.Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var request = ChildRequest.FromLine(input.ReadLine());
        using var signals = new StopSignals();
        using var parent = new ParentWatchdog(input, signals.Token);
        try
        {
            new ChildRun(request, new EventWriter(new QuietWriter(output)), parent.Token).Execute(); // The parent may be gone.
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Resumable;
        }
    }
}
