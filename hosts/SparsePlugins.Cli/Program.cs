using SparsePlugins.Cli;
using SparsePlugins.Output.Streams;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Workers;

StandardStreams.Prepare();
if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine(Paint.Line("error: " + refusal));
    return ExitCode.Failed;
}

return AbandonedThreads.Exit(CommandLine.Run(args));
