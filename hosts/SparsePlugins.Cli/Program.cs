using SparsePlugins.Cli;
using SparsePlugins.Hosting.Isolation;

if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine("error: " + refusal);
    return ExitCode.Failed;
}

return LeftBehind.Exit(CommandLine.Run(args));
