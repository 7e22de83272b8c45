using System.Globalization;
using System.Text.Json;
using SparsePlugins.Output.Progress;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Output;

/// <summary>The state of an experiment for the terminal: the total, then a line per variant with a cell per seed.</summary>
public static class StatusText
{
    private const int LongestName = 44;

    private const string Legend = "# finished   > running   - has a checkpoint   ! failed, diverged or damaged   . not started";

    /// <summary>The lines.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">What it holds.</param>
    /// <param name="runs">Where its runs are.</param>
    public static IEnumerable<string> Lines(RunStore store, ExperimentRecord experiment, IReadOnlyList<RunStatus> runs)
    {
        var variants = runs.GroupBy(status => RunNames.Describe(status.Run)).ToArray();
        var column = Math.Min(LongestName, variants.Max(variant => variant.Key.Length));
        yield return $"{experiment.Name}: {runs.Count} runs: {Totals(runs)}";
        yield return "";
        foreach (var variant in variants)
        {
            var states = Summary(store, [.. variant]);
            yield return $"  {variant.Key.PadRight(column)}  {Strip(variant)}  {states}".TrimEnd();
        }

        yield return "";
        yield return Text.Wrap(2, Legend, 2);
    }

    /// <summary>A line with a run's id.</summary>
    public static string Describe(RunStatus status)
    {
        var step = status.Step is { } made
            ? string.Create(CultureInfo.InvariantCulture, $"{(status.State == RunState.Running ? ", last checkpoint" : "")} at step {made}")
            : "";
        var reason = status.Message.Length > 0 ? $": {status.Message.ReplaceLineEndings(" ")}" : "";
        return $"{status.Run.Id}  {Name(status.State)}{step}  (seed {status.Run.Seed}, {RunNames.Describe(status.Run)}){reason}";
    }

    /// <summary>A state in words.</summary>
    public static string Name(RunState state) =>
        state switch
        {
            RunState.NotStarted => "not started",
            RunState.Stopped => "finished early",
            _ => state.ToString().ToLowerInvariant(),
        };

    /// <summary>A cell per run: <c>##>..</c>.</summary>
    public static string Strip(IEnumerable<RunStatus> runs) => string.Concat(runs.Select(status => Paint(Cell(status.State))));

    /// <summary>For instance <c>3 finished early, 2 not started</c>.</summary>
    public static string Totals(IReadOnlyList<RunStatus> runs) =>
        string.Join(", ", runs.CountBy(run => run.State).OrderBy(state => state.Key).Select(state => $"{state.Value} {Name(state.Key)}"));

    /// <summary>The sign of a state.</summary>
    public static char Cell(RunState state) =>
        state switch
        {
            RunState.Finished or RunState.Stopped => '#',
            RunState.Running => '>',
            RunState.Checkpointed => '-',
            RunState.NotStarted => '.',
            _ => '!',
        };

    private static string Paint(char cell) =>
        cell switch
        {
            '#' => Terminals.Paint.State("#", Meaning.Good),
            '!' => Terminals.Paint.State("!", Meaning.Bad),
            _ => cell.ToString(),
        };

    /// <summary>What the states of a variant's runs mean; the first reason stands for all.</summary>
    private static string Summary(RunStore store, IReadOnlyList<RunStatus> runs)
    {
        var parts = runs.GroupBy(run => run.State).OrderBy(state => state.Key).Select(state => Describe(store, state.Key, [.. state]));
        var reason = runs.FirstOrDefault(run => run.Message.Length > 0)?.Message.ReplaceLineEndings(" ");
        return string.Join("; ", parts) + (reason is null ? "" : $": {reason}");
    }

    private static string Describe(RunStore store, RunState state, IReadOnlyList<RunStatus> runs) =>
        state == RunState.Stopped ? $"finished early, {StopWhen(store, runs[0])} {Steps(runs)}"
        : state == RunState.Running && Steps(runs) is { Length: > 0 } steps ? $"running, last checkpoint {steps}"
        : $"{Name(state)} {Steps(runs)}".TrimEnd();

    /// <summary><c>at step 1340</c>, or <c>at steps 1340 to 1500</c>; empty where no step is known.</summary>
    private static string Steps(IReadOnlyList<RunStatus> runs)
    {
        long[] steps = [.. runs.Select(run => run.Step).OfType<long>().Order()];
        return steps switch
        {
            [] => "",
            [var first, .., var last] when first < last => string.Create(CultureInfo.InvariantCulture, $"at steps {first} to {last}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"at step {steps[0]}"),
        };
    }

    /// <summary>The condition that a run met, with the display name of its measurement: <c>MMCS >= 0.99</c>.</summary>
    private static string StopWhen(RunStore store, RunStatus status)
    {
        if (store.TryRead(status.Run.Id) is not { } record)
        {
            return "stop_when";
        }

        using var spec = JsonDocument.Parse(record.Spec);
        var condition = spec.RootElement.GetProperty("training").GetProperty("stop_when").ToString();
        var name = condition.Split(' ')[0];
        var title = record.Curves.FirstOrDefault(curve => curve.Measurement == name)?.Facts.Title ?? name;
        return title + condition[name.Length..];
    }
}
