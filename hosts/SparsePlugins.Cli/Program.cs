using SparsePlugins.Cli;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Cli.Terminals;
using SparsePlugins.Execution.Workers;

StandardStreams.Prepare();
if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine(Paint.Line("error: " + refusal));
    return ExitCode.Failed;
}

return AbandonedThreads.Exit(CommandLine.Run(args));
