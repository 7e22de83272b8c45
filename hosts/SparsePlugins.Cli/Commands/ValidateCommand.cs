using System.CommandLine;
using SparsePlugins.Hosting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse validate MANIFEST</c>.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var (manifest, set, plugins, json) = (CommonOptions.Manifest(), CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command("validate", "Check a manifest without training, and report every problem with its line, column and fix")
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

    private static string Following(Experiment experiment) =>
        experiment.Tuning is { } tuning
            ? $" that tune, then {tuning.Comparison.Cohorts.Sum(cohort => cohort.Runs.Count)} that are compared"
            : "";

    private static int Run(string path, string[]? overrides, string[]? folders, bool json)
    {
        using var experiment = CommonOptions.Open(path, overrides, folders);
        var result = experiment.Manifest.Result;
        if (json)
        {
            JsonOutput.Print(
                new
                {
                    Valid = result.Plan is not null,
                    Problems = result.Problems.Select(Manifest.Describe),
                    Warnings = result.Warnings.Select(Manifest.Describe),
                }
            );
        }
        else if (result.Plan is { } plan)
        {
            StandardOutput.Writer.WriteLine(
                $"{path}: valid: {plan.Cohorts.Sum(cohort => cohort.Runs.Count)} runs in {plan.Cohorts.Count} cohorts{Following(experiment)}"
            );
        }

        return result.Plan is null ? ExitCode.Invalid : ExitCode.Ok;
    }
}
