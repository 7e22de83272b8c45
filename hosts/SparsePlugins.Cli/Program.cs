using SparsePlugins.Cli;
using SparsePlugins.Workers;
using SparsePlugins.Output.Streams;
using SparsePlugins.Output.Terminals;

StandardStreams.Prepare();
if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine(Paint.Line("error: " + refusal));
    return ExitCode.Failed;
}

return AbandonedThreads.Exit(CommandLine.Run(args));
