using System.CommandLine;
using SparsePlugins.Cli.Commands;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Plugins;
using SparsePlugins.Records;
using SparsePlugins.Storage;
using SparsePlugins.Storage.Processes;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>The <c>sparse</c> command: parses, runs, and turns every failure into a sentence and an exit code.</summary>
internal static class CommandLine
{
    private const string TraceVariable = "SPARSE_TRACE";

    private const string Purpose = """
        Compare initializations and dead-feature revivals of sparse autoencoders, paired by seed, with intervals.

          Start with   sparse run experiments/quickstart.yaml      train, and write runs/quickstart/report.md
          then         sparse components                           list what a manifest can name
          and          sparse run M.yaml --set training.steps=100  try a change without editing
        """;

    public static int Run(string[] args)
    {
        StandardOutput.Reserve();
        if (args.Contains(""))
        {
            Console.Error.WriteLine("error: an argument is empty; is a shell variable not set?");
            return ExitCode.Usage;
        }

        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine("error: " + error.Message);
            }

            Console.Error.WriteLine($"'{Path(parsed.CommandResult)} --help' shows what it takes");
            return ExitCode.Usage;
        }

        // Its own handling ends the process two seconds after SIGTERM; ours lets the runs stop cleanly.
        return Guard(() =>
            parsed.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = StandardOutput.Writer,
                }
            )
        );
    }

    private static RootCommand Root() =>
        new(Purpose)
        {
            RunCommand.Create(),
            ValidateCommand.Create(),
            PlanCommand.Create(),
            ReportCommand.Create(),
            CompareCommand.Create(),
            StatusCommand.Create(),
            VerifyCommand.Create(),
            ComponentsCommand.Create(),
            SchemaCommand.Create(),
            PluginCommand.Create(),
            DoctorCommand.Create(),
            LockCommand.Create(),
            WatchCommand.Create(),
            WorkCommand.Create(),
        };

    private static int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (ExitCodeOf(error) is { } code)
        {
            Console.Error.WriteLine("error: " + error.Message);
            return code;
        }
        catch (Exception error)
        {
            var details = Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 }
                ? error.ToString()
                : $"set {TraceVariable}=1 for where";
            Console.Error.WriteLine(
                $"error: unexpected {error.GetType().Name}: {error.Message.Split('\n')[0]} ({details}); finished runs are kept"
            );
            return ExitCode.Failed;
        }
    }

    private static int? ExitCodeOf(Exception error) =>
        error switch
        {
            UserException user => user.ExitCode,
            ChildRefusedException => ExitCode.Invalid,
            RecordFormatException or RunFolderException or PluginLockException => ExitCode.Integrity,
            DirectoryNotFoundException or ArgumentException => ExitCode.Usage,
            LibTorchException or IOException or UnauthorizedAccessException => ExitCode.Failed,
            OutputException or TemporaryFolderException => ExitCode.Failed,
            _ => null,
        };

    private static string Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "sparse";
}
