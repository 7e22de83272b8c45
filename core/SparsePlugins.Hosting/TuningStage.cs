using SparsePlugins.Analysis;
using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting;

/// <summary>
/// Runs a manifest that tunes: the trials, in a folder of their own beside the records of the comparison; then the comparison, every variant with
/// the settings that suit it.
/// </summary>
/// <param name="experiment">The trials.</param>
/// <param name="tuning">What is tuned.</param>
internal sealed class TuningStage(Experiment experiment, Tuning tuning)
{
    /// <summary>Runs the trials, chooses, and runs the comparison.</summary>
    /// <param name="launcher">Trains.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <returns>What is in the folder of the comparison now; in that of the trials, if those were stopped.</returns>
    /// <exception cref="RunFolderException">A folder holds another experiment, or the record of a trial was deleted meanwhile.</exception>
    public RunOutcome Run(ILauncher launcher, IRunObserver observer, CancellationToken stop)
    {
        new RunStore(Path.GetDirectoryName(experiment.Store.Folder)!).RequireFor(tuning.Comparison.Name); // Before hours of trials.
        var context = experiment.CreateContext(observer, stop);
        var (outcome, prepared) = experiment.Train(launcher, context, observer);
        if (outcome.IsStopped)
        {
            return outcome;
        }

        var chosen = Choose(prepared);
        foreach (var variant in chosen.Variants)
        {
            observer.Observe(new Noted($"tuned: {variant.Name} takes {variant.Settings(chosen.Keys)}"));
        }

        return Compare(chosen, launcher, observer, stop);
    }

    private RunOutcome Compare(TuningRecord chosen, ILauncher launcher, IRunObserver observer, CancellationToken stop)
    {
        var settings = experiment.Settings with { Chosen = [.. chosen.Variants.Select(Setting)] };
        using var comparison = Experiment.Open(settings, experiment.Text, experiment.Plugins, Quiet.Observer, stop);
        return comparison.Train(launcher, comparison.CreateContext(observer, stop), observer, chosen).Outcome;
    }

    /// <summary>The choice by the records of the trials, whose runs have the order of the plan.</summary>
    private TuningRecord Choose(PreparedPlan prepared) =>
        Choices.choose(
            new Trials(
                goal: Measurement(tuning.Goal),
                higherIsBetter: tuning.Goal is TuningGoal.BestEnd { isHigherBetter: true },
                threshold: Threshold(tuning.Goal),
                seeds: tuning.Seeds,
                keys: [.. tuning.Keys.Select(key => new TriedKey(key.Path, key.Values))],
                candidates: tuning.Candidates,
                all: [.. tuning.Trials.Zip(prepared.Experiment.Runs, Trial)]
            )
        );

    private Analysis.Trial Trial(Specs.Trial trial, ExperimentRun run) =>
        new(
            trial.Candidate,
            run.InSetting(trial.Run.Setting),
            experiment.Store.TryRead(run.Id)
                ?? throw new RunFolderException($"{experiment.Store.RecordPath(run.Id)} is gone; the same command makes that trial again")
        );

    private static string Measurement(TuningGoal goal) =>
        goal switch
        {
            TuningGoal.BestEnd end => end.metric,
            TuningGoal.FewestSteps steps => steps.Item.ToString(),
            _ => throw new ArgumentOutOfRangeException(nameof(goal)),
        };

    private static ReportThreshold? Threshold(TuningGoal goal) =>
        goal is TuningGoal.FewestSteps { Item: var threshold }
            ? new ReportThreshold(threshold.Metric, threshold.Crossing.IsAtLeast, threshold.Value)
            : null;

    private static ChosenSetting Setting(TunedVariant variant) =>
        new(variant.Setting, variant.Architecture, variant.Initializer, variant.Reinitializer, variant.Candidate);

    /// <summary>Warnings of the manifest were given when its trials were planned.</summary>
    private sealed class Quiet : IRunObserver
    {
        public static readonly Quiet Observer = new();

        public void Observe(RunEvent happened) { }
    }
}
