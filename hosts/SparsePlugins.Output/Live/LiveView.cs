using SparsePlugins.Output.Progress;
using SparsePlugins.Storage;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SparsePlugins.Output.Live;

/// <summary>Draws an experiment for <c>sparse status --live</c>.</summary>
public static class LiveView
{
    private const int BarCells = 20;

    /// <summary>Its name and progress, the cohorts under way, and a row per variant with a cell per seed.</summary>
    public static IRenderable Render(LiveExperiment experiment)
    {
        var parts = new List<IRenderable> { new Markup(Heading(experiment)) };
        if (experiment.Cohorts.Where(cohort => cohort.ActiveRuns > 0).ToArray() is { Length: > 0 } cohorts)
        {
            var steps = cohorts.Select(one =>
                FormattableString.Invariant($"{RunSentences.Cohort(one.Cohort, one.Part)} step {one.Step}/{one.MostSteps}")
            );
            parts.Add(new Markup(Markup.Escape("  " + string.Join(", ", steps))));
        }

        if (experiment.Leader.Length > 0)
        {
            parts.Add(new Markup("  ahead: " + Markup.Escape(experiment.Leader)));
        }

        parts.Add(Variants(experiment));
        return new Rows(parts);
    }

    private static string Heading(LiveExperiment experiment)
    {
        var failed = experiment.Failed > 0 ? $", [red]{experiment.Failed} failed[/]" : "";
        var left = experiment.Left is { } rest ? $", {Clock.Show(rest)} left" : "";
        var times = experiment.Elapsed > TimeSpan.Zero ? $"  {Clock.Show(experiment.Elapsed)}{left}" : "";
        var bar = Markup.Escape(ProgressLine.Bar(experiment.Share, BarCells));
        return $"[bold]{Markup.Escape(experiment.Experiment.Name)}[/] {bar} {experiment.Ended}/{experiment.Runs.Count} runs{failed}{times}";
    }

    private static Grid Variants(LiveExperiment experiment)
    {
        var grid = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var variant in experiment.Runs.GroupBy(status => RunNames.Describe(status.Run)))
        {
            grid.AddRow(
                new Markup(Markup.Escape(variant.Key)),
                new Markup(string.Concat(variant.Select(Cell))),
                new Markup(Markup.Escape(StatusText.Totals([.. variant])))
            );
        }

        return grid;
    }

    private static string Cell(RunStatus status) =>
        StatusText.Cell(status.State) is var cell && cell is '#' ? "[green]#[/]"
        : cell is '!' ? "[red]![/]"
        : cell.ToString();
}
