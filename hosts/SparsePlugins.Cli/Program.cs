using SparsePlugins.Cli;
using SparsePlugins.Hosting.Isolation;

return LeftBehind.Exit(CommandLine.Run(args));
