using System.CommandLine;
using System.Globalization;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse status DIR</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder that 'sparse run' writes, or wrote" };
        var json = CommonOptions.Json();
        var command = new Command(
            "status",
            "Show the state of every run: finished, running, interrupted or not started; also works during training"
        )
        {
            folder,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folder), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string folder, bool json)
    {
        var (store, experiment) = RunFolder.Open(folder);
        var runs = RunStatus.Read(store, experiment);
        if (json)
        {
            Print(store, experiment, runs);
        }
        else
        {
            Array.ForEach([.. runs], run => StandardOutput.Writer.WriteLine(Describe(run)));
            StandardOutput.Writer.WriteLine($"{experiment.Name}: {runs.Count} runs: {Totals(runs)}");
        }

        return ExitCode.Ok;
    }

    private static string Describe(RunStatus status)
    {
        var run = status.Run;
        var setting = run.Setting.Length > 0 ? $", {run.Setting}" : "";
        var step = status.Step is { } made
            ? string.Create(CultureInfo.InvariantCulture, $"{(status.State == RunState.Running ? ", last checkpoint" : "")} at step {made}")
            : "";
        var reason = status.Message.Length > 0 ? $": {status.Message.ReplaceLineEndings(" ")}" : "";
        return $"{run.Id}  {Name(status.State)}{step}  (seed {run.Seed}, {run.Name}{setting}){reason}";
    }

    private static string Totals(IReadOnlyList<RunStatus> runs) =>
        string.Join(", ", runs.CountBy(run => run.State).OrderBy(state => state.Key).Select(state => $"{state.Value} {Name(state.Key)}"));

    private static string Name(RunState state) => state == RunState.NotStarted ? "not started" : state.ToString().ToLowerInvariant();

    private static void Print(RunStore store, ExperimentRecord experiment, IReadOnlyList<RunStatus> runs) =>
        JsonOutput.Print(
            new
            {
                experiment.Name,
                store.Folder,
                Totals = Enum.GetValues<RunState>().ToDictionary(Name, state => runs.Count(run => run.State == state)),
                Runs = runs.Select(run => new
                {
                    run.Run.Id,
                    State = Name(run.State),
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
}
