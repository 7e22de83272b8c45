using SparsePlugins.Cli;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Hosting.Isolation;

StandardStreams.Prepare();
if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine("error: " + refusal);
    return ExitCode.Failed;
}

return LeftBehind.Exit(CommandLine.Run(args));
