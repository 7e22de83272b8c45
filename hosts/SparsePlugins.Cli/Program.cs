using SparsePlugins.Cli;

return CommandLine.Run(args);
