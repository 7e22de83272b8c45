using System.Globalization;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>A plan for the terminal: what every run has in common once, then a line per variant.</summary>
internal static class PlanText
{
    private const int Column = 10;
    private const int LongestName = 60;

    /// <summary>The lines about runs.</summary>
    /// <param name="plan">The plan.</param>
    public static IEnumerable<string> Lines(Plan plan)
    {
        var runs = plan.Cohorts.SelectMany(cohort => cohort.Runs.Select(run => new PlannedVariant(cohort, run))).ToArray();
        var variants = runs.GroupBy(run => run.Key).ToArray();
        yield return $"{plan.Name}: {Count(runs.Length, "run")} = {Count(variants.Length, "variant")} x {Count(plan.Seeds.Count, "seed")}, in {Count(plan.Cohorts.Count, "cohort")}; baseline {plan.Baseline.Label}";
        var common = runs.Select(run => run.Facts).Aggregate((all, facts) => [.. all.Intersect(facts)]);
        if (common.Count > 0)
        {
            yield return Row("every run", string.Join(", ", common));
        }

        yield return Row("seeds", string.Join(", ", plan.Seeds));
        yield return Row("updates", Updates(runs));
        yield return "";
        var column = variants.Select(variant => variant.First().Name.Length).Where(length => length <= LongestName).DefaultIfEmpty().Max();
        foreach (var variant in variants)
        {
            var (first, count) = (variant.First(), variant.Count());
            var own = string.Concat(first.Facts.Except(common).Select(fact => $", {fact}"));
            yield return Text.Wrap(2, $"{first.Name.PadRight(column)}{(count > 1 ? $"  x {Count(count, "seed")}" : "")}{own}", 6);
        }
    }

    /// <summary>A line with a title.</summary>
    public static string Row(string title, string text) => Text.Wrap(2, $"{title, -Column} {text}", Column + 3);

    private static string Updates(IReadOnlyList<PlannedVariant> runs)
    {
        var total = runs.Sum(run => run.Run.Spec.Training.Steps);
        var early = runs.Any(run => run.Run.Spec.Training.StopWhen is not null) ? "; runs that reach stop_when make fewer" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{total:N0} at most{early}");
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
