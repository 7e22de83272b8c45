using SparsePlugins.Execution.Events;
using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Settings are chosen on seeds of their own, and variants are compared with them.</summary>
public sealed class TuningTests
{
    private const string Tune =
        "tune: { over: { training.learning_rate: [1.0e-4, 1.0e-2], autoencoder.with.l1: [0.02, 0.2] }, by: mmcs, seeds: [101, 102] }";

    private static readonly TinyManifest Manifest = new() { More = Tune };

    [Fact]
    public void Every_variant_is_compared_with_the_settings_of_its_best_trials()
    {
        using var bench = new Bench();
        var outcome = Run(bench, Manifest);

        var trials = new RunStore(bench.Folder).Trials;
        var tried = trials.ReadRecords(trials.ReadExperiment()!);
        Assert.Equal(4 * 2 * 2, tried.Count);
        Assert.Equal((4, 0), (outcome.Finished, outcome.Failed));
        foreach (var variant in outcome.Records.GroupBy(record => record.Initializer))
        {
            var best = tried
                .Where(record => record.Initializer == variant.Key)
                .GroupBy(SettingsOf)
                .MaxBy(group => group.Average(record => record.Curves.Single(curve => curve.Measurement == "mmcs").Values[^1]))!;
            Assert.All(variant, record => Assert.Equal(best.Key, SettingsOf(record)));
        }
    }

    [Fact]
    public void The_runs_compared_are_those_of_a_manifest_that_states_the_settings()
    {
        using var bench = new Bench();
        var outcome = Run(bench, Manifest);

        foreach (var tuned in outcome.Experiment.Tuning!.Variants)
        {
            using var plain = new Bench();
            var stated = new TinyManifest
            {
                L1 = tuned.Values[1],
                Training = $"learning_rate: {tuned.Values[0]}",
                Initializers = $"[{tuned.Initializer}]",
            };
            var alone = Run(plain, stated).Experiment.Runs.Select(run => run.Id);
            Assert.Equal(alone, outcome.Experiment.Runs.Where(run => run.Initializer == tuned.Initializer).Select(run => run.Id));
        }
    }

    [Fact]
    public void What_was_stopped_while_it_tuned_goes_on_to_the_same_report()
    {
        using var whole = new Bench();
        Run(whole, Manifest);
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        var stopped = Run(bench, Manifest, new ObservedRun { Happened = one => StopAtFirstEnd(one, stop) }, stop.Token);

        Assert.True(stopped.IsStopped);
        Assert.Equal(bench.Store.Trials.Folder, stopped.Folder);
        Assert.False(File.Exists(bench.Store.ExperimentPath));

        var outcome = Run(bench, Manifest);
        Assert.Equal((4, false), (outcome.Finished, outcome.IsStopped));
        Assert.Equal(File.ReadAllText(Path.Combine(whole.Folder, "report.md")), File.ReadAllText(outcome.Report));
    }

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        using var bench = new Bench();
        Run(bench, Manifest);
        var again = new ObservedRun();
        var outcome = Run(bench, Manifest, again);

        Assert.Equal((0, 4), (outcome.Trained, outcome.Finished));
        Assert.Empty(again.Events.OfType<RunEnded>());
    }

    [Fact]
    public void A_folder_of_another_experiment_is_refused_before_any_trial()
    {
        using var bench = new Bench();
        Run(bench, new TinyManifest { Name = "other" });

        Assert.Throws<RunFolderException>(() => Run(bench, Manifest));
        Assert.False(Directory.Exists(bench.Store.Trials.Folder));
    }

    [Fact]
    public void Each_choice_is_reported_before_the_comparison_begins()
    {
        using var bench = new Bench();
        var observed = new ObservedRun();
        Run(bench, Manifest, observed);

        var notes = observed
            .Events.OfType<Noted>()
            .Select(noted => noted.Note)
            .Where(note => note.StartsWith("tuned: ", StringComparison.Ordinal));
        Assert.Equal(
            ["tuned: orthogonal", "tuned: data-sample"],
            notes.Select(note => note[..note.IndexOf(" takes", StringComparison.Ordinal)])
        );
    }

    private static void StopAtFirstEnd(RunEvent happened, CancellationTokenSource stop)
    {
        if (happened is RunEnded)
        {
            stop.Cancel();
        }
    }

    private static RunOutcome Run(Bench bench, string manifest, ObservedRun? observed = null, CancellationToken stop = default) =>
        (observed ?? new ObservedRun()).Run(
            bench.Plugins,
            new RunSettings(bench.Write("tuned.yaml", manifest)) { Folder = bench.Folder, Jobs = 1 },
            stop
        );

    private static (double, string) SettingsOf(RunRecord record)
    {
        var spec = Canonical.Parse(record.Spec);
        return (spec.Training.LearningRate, spec.Autoencoder.Architecture.Options.Single(option => option.Key == "l1").Value.ToString());
    }
}
