using SparsePlugins.Cli;

if (OpenFileLimit.Refusal() is { } refusal)
{
    Console.Error.WriteLine("error: " + refusal);
    return ExitCode.Failed;
}

return CommandLine.Run(args);
