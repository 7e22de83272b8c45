using System.CommandLine;
using SparsePlugins.Planning;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plan MANIFEST</c>.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var (manifest, set, plugins, json) = (CommonOptions.Manifest(), CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command("plan", "Shows the runs that a manifest stands for, cohort by cohort; trains nothing")
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
        using var plugins = Manifest.LoadPlugins(path, overrides, folders);
        if (Manifest.Load(plugins, path, overrides).Result.Plan is not { } plan)
        {
            return ExitCode.Invalid;
        }

        if (json)
        {
            JsonOutput.Print(Describe(plan));
        }
        else
        {
            Print(plan);
        }

        return ExitCode.Ok;
    }

    private static void Print(Plan plan)
    {
        StandardOutput.Writer.WriteLine(
            $"{plan.Name}: {plan.Cohorts.Sum(cohort => cohort.Runs.Count)} runs in {plan.Cohorts.Count} cohorts; baseline {plan.Baseline.Label}"
        );
        foreach (var cohort in plan.Cohorts)
        {
            StandardOutput.Writer.WriteLine($"{cohort.Name}  {cohort.Source.Label}, batches of {cohort.Batch}");
            foreach (var run in cohort.Runs)
            {
                StandardOutput.Writer.WriteLine(
                    $"  {Title(run)}  {Autoencoder(run.Spec.Autoencoder)}, up to {run.Spec.Training.Steps} steps"
                );
            }
        }
    }

    private static string Title(PlannedRun run) =>
        string.Join(
            " ",
            new[] { run.Initializer, run.Reinitializer == "none" ? "" : "+ " + run.Reinitializer, run.Setting }.Where(part =>
                part.Length > 0
            )
        );

    private static string Autoencoder(AutoencoderSpec spec) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"F {spec.Features}, l1 {spec.L1}");

    private static object Describe(Plan plan) =>
        new
        {
            plan.Name,
            plan.Seeds,
            Baseline = plan.Baseline.Label,
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
                    run.Spec.Autoencoder.L1,
                    run.Spec.Training.Steps,
                }),
            }),
        };
}
