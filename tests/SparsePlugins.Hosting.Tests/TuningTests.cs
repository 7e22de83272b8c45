using SparsePlugins.Events;
using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Settings are chosen on seeds of their own, and variants are compared with them.</summary>
public sealed class TuningTests(TuningTests.Tuned tuned) : IClassFixture<TuningTests.Tuned>
{
    private const string Tune =
        "tune: { over: { training.learning_rate: [1.0e-4, 1.0e-2], autoencoder.with.l1: [0.02, 0.2] }, by: mmcs, seeds: [101, 102] }";

    private static readonly TinyManifest Manifest = new() { More = Tune };

    [Fact]
    public void Every_variant_is_compared_with_the_settings_of_its_best_trials()
    {
        var outcome = tuned.Outcome;
        var trials = new RunStore(tuned.Bench.Folder).Trials;
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
        foreach (var variant in tuned.Outcome.Experiment.Tuning!.Variants)
        {
            using var plain = new Bench();
            var stated = new TinyManifest
            {
                L1 = variant.Values[1],
                Training = $"learning_rate: {variant.Values[0]}",
                Initializers = $"[{variant.Initializer}]",
            };
            var alone = Run(plain, stated).Experiment.Runs.Select(run => run.Id);
            Assert.Equal(alone, tuned.Outcome.Experiment.Runs.Where(run => run.Initializer == variant.Initializer).Select(run => run.Id));
        }
    }

    [Fact]
    public void What_was_stopped_while_it_tuned_goes_on_to_the_same_report()
    {
        using var bench = new Bench();
        using var stop = new CancellationTokenSource();
        var stopped = Run(bench, Manifest, new ObservedRun { Happened = one => StopAtFirstEnd(one, stop) }, stop.Token);

        Assert.True(stopped.IsStopped);
        Assert.Equal(bench.Store.Trials.Folder, stopped.Folder);
        Assert.False(File.Exists(bench.Store.ExperimentPath));

        var outcome = Run(bench, Manifest);
        Assert.Equal((4, false), (outcome.Finished, outcome.IsStopped));
        Assert.Equal(File.ReadAllText(tuned.Outcome.Report), File.ReadAllText(outcome.Report));
    }

    [Fact]
    public void What_is_finished_is_not_trained_again()
    {
        var again = new ObservedRun();
        var outcome = Run(tuned.Bench, Manifest, again);

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
        var notes = tuned
            .Observed.Events.OfType<Noted>()
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

    /// <summary>The manifest, run once for all tests that only look at what came of it.</summary>
    public sealed class Tuned : IDisposable
    {
        public Tuned() => Outcome = Run(Bench, Manifest, Observed);

        internal Bench Bench { get; } = new();

        internal ObservedRun Observed { get; } = new();

        internal RunOutcome Outcome { get; }

        public void Dispose() => Bench.Dispose();
    }
}
