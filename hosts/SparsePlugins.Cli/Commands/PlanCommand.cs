using System.CommandLine;
using SparsePlugins.Hosting;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plan MANIFEST</c>.</summary>
internal static class PlanCommand
{
    /// <summary>Files that a pattern found are listed up to here.</summary>
    private const int MostListed = 6;

    public static Command Create()
    {
        var (manifest, folder) = (CommonOptions.Manifest(), CommonOptions.Out());
        var (set, plugins, json) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command("plan", "Show what a manifest would train, what of it is done, and what it costs; trains nothing")
        {
            manifest,
            folder,
            set,
            plugins,
            json,
        };
        command.SetAction(parsed =>
            Run(
                new RunSettings(parsed.GetRequiredValue(manifest))
                {
                    Folder = parsed.GetValue(folder),
                    Overrides = parsed.GetValue(set) ?? [],
                    PluginPaths = parsed.GetValue(plugins) ?? [],
                },
                parsed.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(RunSettings settings, bool json)
    {
        using var experiment = CommonOptions.Open(settings);
        if (experiment.Plan is not { } plan)
        {
            return ExitCode.Invalid;
        }

        if (json)
        {
            JsonOutput.Print(PlanJson.Describe(plan, experiment));
        }
        else
        {
            Print(plan, experiment);
            if (experiment.Tuning is { } tuning)
            {
                StandardOutput.Writer.WriteLine(Following(tuning));
            }
        }

        return ExitCode.Ok;
    }

    /// <summary>What comes after the trials.</summary>
    private static string Following(Tuning tuning)
    {
        var (comparison, keys) = (tuning.Comparison, string.Join(" and ", tuning.Keys.Select(key => key.Path)));
        return $"{comparison.Name}: then {comparison.Cohorts.Sum(cohort => cohort.Runs.Count)} runs in {comparison.Cohorts.Count} cohorts, "
            + $"each variant with the {keys} of its best trials by {tuning.Goal}";
    }

    private static void Print(Plan plan, Experiment experiment)
    {
        string[] lines =
        [
            .. PlanText.Lines(plan),
            "",
            .. Patterns(plan, experiment.Manifest.Files),
            .. Schedules(plan),
            .. PlanProgress.Lines(experiment),
        ];
        Array.ForEach(lines, StandardOutput.Writer.WriteLine);
    }

    private static IEnumerable<string> Patterns(Plan plan, InputFiles files) =>
        PlanInputs
            .Find(plan, files)
            .Where(input => input.Files is not [var only] || only != input.Pattern)
            .Select(input => PlanText.Row("files", $"{input.Pattern}: {Listed(input.Files)}"));

    /// <summary>A line for each schedule that is not constant, with what has it where not every run does.</summary>
    private static IEnumerable<string> Schedules(Plan plan)
    {
        var runs = plan.Cohorts.SelectMany(cohort => cohort.Runs).ToArray();
        var groups = runs.GroupBy(run => ScheduleText.Render(run.Spec.Training)).ToArray();
        return groups
            .Where(group => group.Key.Length > 0)
            .Select(group => PlanText.Row("schedule", groups.Length == 1 ? group.Key : $"of {Whose(group)}: {group.Key}"));
    }

    private static string Whose(IEnumerable<PlannedRun> runs) =>
        string.Join(
            ", ",
            runs.Select(run => string.Join(" ", new[] { run.Architecture, run.Setting }.Where(part => part.Length > 0))).Distinct()
        );

    private static string Listed(IReadOnlyList<string> found) =>
        found.Count <= MostListed
            ? string.Join(", ", found)
            : $"{found.Count} files, {string.Join(", ", found.Take(MostListed - 1))}, ... {found[^1]}";
}
