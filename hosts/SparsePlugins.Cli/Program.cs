using SparsePlugins.Cli;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Execution.Workers;

StandardStreams.Prepare();
if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine("error: " + refusal);
    return ExitCode.Failed;
}

return AbandonedThreads.Exit(CommandLine.Run(args));
