using System.Globalization;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Experiments from tables of outcomes: when each run of each variant first measured mmcs at 0.9 or more.</summary>
internal static class Outcomes
{
    public const double Bound = 0.9;

    /// <summary>A run that was measured on a grid up to its end, and crosses at a step, or never.</summary>
    public static RunRecord Run(string name, int seed, long? crosses, long end, long every, Outcome? outcome = null, long? planned = null)
    {
        long[] steps = [.. Grid(end, every)];
        var spec = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"training":{"steps":{{planned ?? end}}},"metrics":[{"use":"mmcs"}]}"""
        );
        var curve = Example.Curve("mmcs", "higher", steps, step => step >= crosses ? 0.95 : 0.5);
        return Example.Record($"{name}/{seed}", name, seed, [curve], outcome).With(spec: spec);
    }

    /// <summary>Runs of one variant by seed; every step that is not there is a run that never crosses.</summary>
    public static IEnumerable<RunRecord> Variant(string name, long end, long every, params long?[] crossings) =>
        crossings.Select((step, seed) => Run(name, seed + 1, step, end, every));

    public static ExperimentRecord Experiment(IReadOnlyList<RunRecord> runs) =>
        Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", Bound));

    public static string Text(params IEnumerable<RunRecord>[] variants)
    {
        RunRecord[] runs = [.. variants.SelectMany(runs => runs)];
        return Rendered.Markdown(Experiment(runs), runs).Text();
    }

    /// <summary>The cells of a variant's row in the table of steps to the threshold, by column.</summary>
    public static IReadOnlyDictionary<string, string> Row(string text, string name)
    {
        var lines = text[text.IndexOf("## Steps to", StringComparison.Ordinal)..].Split('\n');
        string[] Cells(string line) => [.. line.Trim('|').Split(" | ").Select(cell => cell.Trim(' ', '|'))];
        var header = Cells(lines.First(line => line.StartsWith("| variant", StringComparison.Ordinal)));
        var row = Cells(lines.First(line => line.StartsWith($"| {name} ", StringComparison.Ordinal)));
        return header.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second);
    }

    private static IEnumerable<long> Grid(long end, long every)
    {
        for (long step = 0; step < end; step += every)
            yield return step;
        yield return end;
    }
}
