using System.CommandLine;
using System.Globalization;
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
        var (manifest, set, plugins, json) = (CommonOptions.Manifest(), CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command("plan", "Show the runs of a manifest, cohort by cohort, without training")
        {
            manifest,
            set,
            plugins,
            json,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(manifest), parsed.GetValue(set), parsed.GetValue(plugins), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string path, string[]? overrides, string[]? folders, bool json)
    {
        using var experiment = CommonOptions.Open(path, overrides, folders);
        if (experiment.Plan is not { } plan)
        {
            return ExitCode.Invalid;
        }

        if (json)
        {
            JsonOutput.Print(Describe(plan, experiment));
        }
        else
        {
            Print(plan, experiment.Manifest.Files);
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

    private static void Print(Plan plan, InputFiles files)
    {
        StandardOutput.Writer.WriteLine(
            $"{plan.Name}: {plan.Cohorts.Sum(cohort => cohort.Runs.Count)} runs in {plan.Cohorts.Count} cohorts; baseline {plan.Baseline.Label}"
        );
        foreach (var (pattern, found) in Inputs(plan, files).Where(input => input.Files is not [var only] || only != input.Pattern))
        {
            StandardOutput.Writer.WriteLine($"{pattern}: {Listed(found)}");
        }

        foreach (var line in Schedules(plan))
        {
            StandardOutput.Writer.WriteLine(line);
        }

        foreach (var cohort in plan.Cohorts)
        {
            StandardOutput.Writer.WriteLine($"{cohort.Name}  {cohort.Source.Label}, batches of {cohort.Batch}");
            foreach (var run in cohort.Runs)
            {
                StandardOutput.Writer.WriteLine(
                    $"  {Title(run)}  {Architecture(run)}, F {run.Spec.Autoencoder.Features.ToString(CultureInfo.InvariantCulture)}, up to {run.Spec.Training.Steps} steps"
                );
            }
        }
    }

    /// <summary>What each path or pattern of the manifest means: paths relative to the manifest's folder.</summary>
    private static IEnumerable<(string Pattern, IReadOnlyList<string> Files)> Inputs(Plan plan, InputFiles files) =>
        files
            .PatternsOf(plan)
            .Order(StringComparer.Ordinal)
            .Select(pattern => (pattern, (IReadOnlyList<string>)[.. files.Find(pattern).Select(files.NameOf)]));

    /// <summary>A line for each schedule that is not constant, with what has it where not every run does.</summary>
    private static IEnumerable<string> Schedules(Plan plan)
    {
        var runs = plan.Cohorts.SelectMany(cohort => cohort.Runs).ToArray();
        var groups = runs.GroupBy(run => ScheduleText.Render(run.Spec.Training)).ToArray();
        return groups
            .Where(group => group.Key.Length > 0)
            .Select(group => groups.Length == 1 ? $"schedule: {group.Key}" : $"schedule of {Whose(group)}: {group.Key}");
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

    private static string Title(PlannedRun run) =>
        string.Join(
            " ",
            new[] { run.Initializer, run.Reinitializer == "none" ? "" : "+ " + run.Reinitializer, run.Setting }.Where(part =>
                part.Length > 0
            )
        );

    /// <summary>With the keys of training that its entry states for itself.</summary>
    private static string Architecture(PlannedRun run) =>
        run.Architecture.Length > 0 ? run.Architecture : run.Spec.Autoencoder.Architecture.Label;

    private static object Describe(Plan plan, Experiment experiment) =>
        new
        {
            plan.Name,
            plan.Seeds,
            Baseline = plan.Baseline.Label,
            Files = Inputs(plan, experiment.Manifest.Files).ToDictionary(input => input.Pattern, input => input.Files),
            Then = experiment.Tuning?.Comparison is { } next
                ? new
                {
                    next.Name,
                    next.Seeds,
                    Runs = next.Cohorts.Sum(cohort => cohort.Runs.Count),
                }
                : null,
            Cohorts = plan.Cohorts.Select(cohort => new
            {
                cohort.Name,
                cohort.Seed,
                Source = cohort.Source.Label,
                cohort.Batch,
                cohort.Sample,
                cohort.EvaluationSamples,
                Runs = cohort.Runs.Select(run => new
                {
                    run.Initializer,
                    run.Reinitializer,
                    run.Setting,
                    run.Spec.Autoencoder.Features,
                    Architecture = Architecture(run),
                    run.Spec.Training.Steps,
                    Schedule = ScheduleText.Render(run.Spec.Training),
                }),
            }),
        };
}
