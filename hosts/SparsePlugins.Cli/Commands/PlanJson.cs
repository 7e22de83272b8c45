using SparsePlugins.Hosting;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>What <c>sparse plan --json</c> prints.</summary>
internal static class PlanJson
{
    /// <summary>The plan, what its paths mean, and what follows it.</summary>
    public static object Describe(Plan plan, Experiment experiment) =>
        new
        {
            plan.Name,
            plan.Seeds,
            Baseline = plan.Baseline.Label,
            Files = PlanInputs.Find(plan, experiment.Manifest.Files).ToDictionary(input => input.Pattern, input => input.Files),
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

    /// <summary>With the keys of training that its entry states for itself.</summary>
    private static string Architecture(PlannedRun run) =>
        run.Architecture.Length > 0 ? run.Architecture : run.Spec.Autoencoder.Architecture.Label;
}
