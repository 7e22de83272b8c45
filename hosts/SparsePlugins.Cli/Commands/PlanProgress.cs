using System.Globalization;
using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting;
using SparsePlugins.Output.Progress;
using SparsePlugins.Records;
using SparsePlugins.Storage;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli.Commands;

/// <summary>What of a plan is done already, and how long the rest takes by the records that are there.</summary>
internal static class PlanProgress
{
    /// <summary>Two lines: <c>done</c> and <c>cost</c>.</summary>
    /// <param name="experiment">The plan and its folder. Ids of runs are computed, which reads data files, only where the folder holds records.</param>
    public static IEnumerable<string> Lines(Experiment experiment)
    {
        var total = experiment.Plan!.Cohorts.Sum(cohort => cohort.Runs.Count);
        if (experiment.Store.ReadExperiment() is null)
        {
            return Rows($"0 of {total} runs, {experiment.Store.Folder} is not there yet", "unknown: nothing was measured yet");
        }

        try
        {
            var context = experiment.CreateContext(Nobody.Observer, CancellationToken.None);
            var prepared = experiment.Prepare(context);
            var done = $"{total - prepared.PendingRuns} of {total} runs{Begun(prepared, experiment.Store)}, in {experiment.Store.Folder}";
            return Rows(done, Cost(prepared, experiment.Store));
        }
        catch (LibTorchException problem)
        {
            return Rows($"unknown: {problem.Message}", "unknown");
        }
    }

    private static string[] Rows(string done, string cost) => [PlanText.Row("done", done), PlanText.Row("cost", cost)];

    /// <summary>What an interruption left.</summary>
    private static string Begun(PreparedPlan prepared, RunStore store)
    {
        var steps = prepared
            .Pending.SelectMany(cohort => cohort.Runs)
            .Select(run => store.Checkpoints.StepOf(run.Key.Id))
            .OfType<long>()
            .ToArray();
        return steps.Length == 0 ? "" : $" ({steps.Length} more have checkpoints, from step {steps.Min()} to {steps.Max()})";
    }

    private static string Cost(PreparedPlan prepared, RunStore store)
    {
        var pending = prepared.Pending.SelectMany(cohort => cohort.Runs).ToArray();
        if (pending.Length == 0)
        {
            return "nothing is left to do";
        }

        var there = store.ReadExperiment()!; // Runs of earlier builds of plugins took as long.
        var places = there.Runs.Concat(prepared.Experiment.Runs).DistinctBy(run => run.Id).ToDictionary(run => run.Id);
        var rates = store
            .ReadRecords(there)
            .Where(record => record.Steps > 0 && places.ContainsKey(record.Id))
            .GroupBy(record => Setting(places[record.Id]))
            .ToDictionary(group => group.Key, group => group.Sum(Seconds) / group.Sum(record => record.Steps));
        var known = pending.Where(run => rates.ContainsKey(Setting(places[run.Key.Id]))).ToArray();
        var seconds = known.Sum(run => run.Run.Spec.Training.Steps * rates[Setting(places[run.Key.Id])]);
        return known.Length == 0 ? "unknown: no run of these settings has a record yet" : Describe(seconds, known.Length, pending.Length);
    }

    private static string Describe(double seconds, int known, int pending)
    {
        var at = Environment.ProcessorCount;
        var rest = known < pending ? $"; unknown for {pending - known} runs, whose settings have no record yet" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"at most {Clock.Show(TimeSpan.FromSeconds(seconds))} of computing for {known} runs, at the rate of the records there, {at} at once on a CPU{rest}"
        );
    }

    private static (string Setting, string Architecture) Setting(ExperimentRun run) => (run.Setting, run.Architecture);

    private static double Seconds(RunRecord record) => record.Timings.TrainingSeconds + record.Timings.EvaluationSeconds;

    /// <summary>A plan shows no progress of reading.</summary>
    private sealed class Nobody : IRunObserver
    {
        public static readonly Nobody Observer = new();

        public void Observe(RunEvent happened) { }
    }
}
