using SparsePlugins.Cli.Signals;
using SparsePlugins.Output.Live;
using SparsePlugins.Output.Terminals;
using Spectre.Console;

namespace SparsePlugins.Cli.Live;

/// <summary>The work of <c>sparse status --live</c>: shows folders again and again, by their files alone, so it also works over ssh and for finished runs.</summary>
/// <param name="folders">Folders that <c>sparse run</c> wrote or writes.</param>
internal sealed class LiveStatus(IReadOnlyList<string> folders)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Shows them until all runs have ended, or until it is stopped.</summary>
    /// <returns>The exit code.</returns>
    public int Execute()
    {
        if (!Terminal.IsOutputTerminal)
        {
            throw new UserException(ExitCode.Usage, "--live needs a terminal; leave it out, or follow events.jsonl of the folder");
        }

        using var signals = new StopSignals();
        LiveExperiment[] experiments = [.. folders.Select(LiveExperiment.Open)];
        var console = Create();
        console.Live(new Rows()).Overflow(VerticalOverflow.Ellipsis).Start(context => Show(experiments, console, context, signals.Token));
        return ExitCode.Ok;
    }

    private static void Show(LiveExperiment[] experiments, IAnsiConsole console, LiveDisplayContext context, CancellationToken stop)
    {
        do
        {
            Array.ForEach(experiments, experiment => experiment.Refresh());
            console.Profile.Width = Terminal.Columns;
            context.UpdateTarget(new Rows(experiments.Select(LiveView.Render)));
        } while (!experiments.All(experiment => experiment.IsOver) && !stop.WaitHandle.WaitOne(BetweenLooks));
    }

    private static IAnsiConsole Create() =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = Paint.IsOnOutput ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(StandardOutput.Writer),
            }
        );
}
