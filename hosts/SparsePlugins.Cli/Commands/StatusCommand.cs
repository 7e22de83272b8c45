using System.CommandLine;
using SparsePlugins.Cli.Live;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse status DIR</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description = "Folders that 'sparse run' writes, or wrote",
            Arity = ArgumentArity.OneOrMore,
        };
        var verbose = new Option<bool>("--verbose") { Description = "Also print a line per run, with its id" };
        var live = new Option<bool>("--live") { Description = "Keep showing the state until all runs have ended (Ctrl-C ends)" };
        var json = CommonOptions.Json();
        var command = new Command("status", "Show the state of every run, also during training; --live keeps showing it")
        {
            folders,
            verbose,
            live,
            json,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(folders), parsed.GetValue(verbose), parsed.GetValue(live), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string[] folders, bool verbose, bool live, bool json)
    {
        if (live && json)
        {
            throw new UserException(ExitCode.Usage, "--live shows a picture; leave out --json, or call status again and again");
        }

        if (live)
        {
            return new LiveStatus(folders).Execute();
        }

        foreach (var folder in folders)
        {
            var (store, experiment) = RunFolder.Open(folder);
            var runs = RunStatus.Read(store, experiment);
            if (json)
            {
                Print(store, experiment, runs);
            }
            else
            {
                var ids = verbose ? runs.Select(StatusText.Describe).Prepend("") : [];
                Array.ForEach(
                    [.. StatusText.Lines(store, experiment, runs), .. QueueText.Lines(store.Folder), .. ids],
                    StandardOutput.Writer.WriteLine
                );
            }
        }

        return ExitCode.Ok;
    }

    private static void Print(RunStore store, ExperimentRecord experiment, IReadOnlyList<RunStatus> runs) =>
        JsonOutput.Print(
            new
            {
                experiment.Name,
                store.Folder,
                Totals = Enum.GetValues<RunState>().ToDictionary(Key, state => runs.Count(run => run.State == state)),
                Runs = runs.Select(run => new
                {
                    run.Run.Id,
                    State = Key(run.State),
                    run.Step,
                    run.Run.Seed,
                    run.Run.Architecture,
                    Initializer = run.Run.LabelIn(ComparedList.Initializers),
                    Reinitializer = run.Run.LabelIn(ComparedList.Reinitializers),
                    run.Run.Setting,
                    run.Message,
                }),
            }
        );

    /// <summary>Programs read these, so they stay.</summary>
    private static string Key(RunState state) => state == RunState.NotStarted ? "not started" : state.ToString().ToLowerInvariant();
}
