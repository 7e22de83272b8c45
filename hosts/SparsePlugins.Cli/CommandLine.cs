using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SparsePlugins.Cli.Commands;
using SparsePlugins.Cli.Usage;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Hosting.Slurm;
using SparsePlugins.Interchange;
using SparsePlugins.Output.Streams;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Storage;
using SparsePlugins.Storage.Processes;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>The <c>sparse</c> command: parses, runs, and turns every failure into a sentence and an exit code.</summary>
internal static class CommandLine
{
    private const string TraceVariable = "SPARSE_TRACE";

    public static int Run(string[] args)
    {
        StandardOutput.Reserve();
        if (args.Contains(""))
        {
            Complain("an argument is empty; is a shell variable not set?");
            return ExitCode.Usage;
        }

        var parsed = Root().Parse(args);
        Paint.Choice = ColorOption.Of(parsed);
        if (UsageErrors.In(parsed) is { Count: > 0 } errors)
        {
            errors.ToList().ForEach(Complain);
            Console.Error.WriteLine($"Run '{UsageErrors.Path(parsed.CommandResult)} --help' for usage.");
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

    private static RootCommand Root()
    {
        var groups = CommandGroup.All();
        var root = new RootCommand { ColorOption.Create(), WorkCommand.Create() };
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new RootHelp(groups, (SynchronousCommandLineAction)option.Action!);
        option.Action = help;
        root.SetAction(_ => help.Print());
        foreach (var command in groups.SelectMany(group => group.Commands))
        {
            root.Add(command);
            if (command.Subcommands.Count > 0)
            {
                command.SetAction(help.Invoke); // Alone it says what there is.
            }
        }

        return root;
    }

    private static void Complain(string problem) => Console.Error.WriteLine(Paint.Line("error: " + problem));

    private static int Guard(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (ExitCodeOf(error) is { } code)
        {
            Complain(error.Message);
            return code;
        }
        catch (StageException error)
        {
            Complain($"{error.Message} ({Details(error)})");
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            Complain($"unexpected {error.GetType().Name}: {error.Message.Split('\n')[0]} ({Details(error)}); finished runs are kept");
            return ExitCode.Failed;
        }
    }

    private static string Details(Exception error) =>
        Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 } ? error.ToString() : $"set {TraceVariable}=1 for where";

    private static int? ExitCodeOf(Exception error) =>
        error switch
        {
            UserException user => user.ExitCode,
            ChildRefusedException => ExitCode.Invalid,
            RecordFormatException or RunFolderException or PluginLockException => ExitCode.Integrity,
            DirectoryNotFoundException or ArgumentException => ExitCode.Usage,
            InterchangeException => ExitCode.Invalid,
            LibTorchException or IOException or UnauthorizedAccessException or ClusterException or ComponentException => ExitCode.Failed,
            OutputException or TemporaryFolderException => ExitCode.Failed,
            _ => null,
        };
}
