using System.Text;

namespace SparsePlugins.Planning.Tests;

public sealed class TuneTests
{
    private static readonly string Tuned = Manifests.Good("tuned");

    private static readonly PlanResult Result = Manifests.Check(Tuned);

    private static Tuning Tuning => Assert.IsType<Tuning>(Result.Tuning);

    [Fact]
    public void A_trial_is_planned_for_every_variant_combination_and_tuning_seed()
    {
        var plan = Assert.IsType<Plan>(Result.Plan);

        Assert.Equal(("tuned-tuning", "101,102"), (plan.Name, string.Join(',', plan.Seeds)));
        Assert.Equal(["seed=101", "seed=102"], plan.Cohorts.Select(cohort => cohort.Name));
        Assert.All(plan.Cohorts, cohort => Assert.Equal(3 * 2 * 2 * 2 * 2, cohort.Runs.Count)); // combinations, features, initializers, reinitializers
        Assert.Equal(
            ["1.0e-3 0.03", "1.0e-3 0.06", "3.0e-3 0.03", "3.0e-3 0.06", "1.0e-2 0.03", "1.0e-2 0.06"],
            Tuning.Candidates.Select(values => string.Join(' ', values))
        );
        Assert.Equal("fvu", Tuning.Goal.ToString());
    }

    [Fact]
    public void A_trial_has_the_values_of_its_combination_and_the_place_of_its_variant()
    {
        var runs = Result.Plan!.Cohorts.SelectMany(cohort => cohort.Runs).ToArray();

        Assert.Equal(runs.Length, Tuning.Trials.Count);
        Assert.All(
            runs.Zip(Tuning.Trials),
            pair =>
            {
                var (run, trial) = pair;
                var values = Tuning.Candidates[trial.Candidate];
                Assert.Equal(double.Parse(values[0], Invariant), run.Spec.Training.LearningRate);
                Assert.Equal($"{trial.Run.Setting},training.learning_rate={values[0]},autoencoder.l1={values[1]}", run.Setting);
                Assert.Equal($"autoencoder.features={run.Spec.Autoencoder.Features}", trial.Run.Setting);
                Assert.Equal((run.Initializer, run.Reinitializer), (trial.Run.Initializer, trial.Run.Reinitializer));
                Assert.Equal(Canonical.Render(trial.Run.Spec, _ => ""), Canonical.Render(run.Spec, _ => ""));
            }
        );
    }

    [Fact]
    public void In_the_comparison_every_variant_has_its_own_choice_and_is_else_what_the_manifest_says()
    {
        var chosen = Tuning.Comparison.Cohorts[0].Runs.Select((run, index) => Choice(run, index % 6)).ToArray();
        var plan = Assert.IsType<Plan>(Tree(Tuned).PlanChosen(Components.Catalog, chosen).Plan);

        Assert.Equal(("tuned", "1,2,3"), (plan.Name, string.Join(',', plan.Seeds)));
        foreach (var (candidate, values) in Tuning.Candidates.Index())
        {
            var plain = PlanWith(values);
            var expected = Places(plain).Where(run => chosen.Single(choice => choice.IsOf(run.Run)).Candidate == candidate).ToArray();
            var actual = Places(plan).Where(run => chosen.Single(choice => choice.IsOf(run.Run)).Candidate == candidate).ToArray();
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(Text), actual.Select(Text));
        }
    }

    [Fact]
    public void Steps_to_a_threshold_may_decide_and_a_higher_metric_too()
    {
        var steps = Manifests.Check(Tuned, "tune.by=mmcs >= 0.9").Tuning!.Goal;
        var best = Manifests.Check(Tuned, "tune.by=mmcs").Tuning!.Goal;

        Assert.Equal("mmcs >= 0.9", Assert.IsType<TuningGoal.FewestSteps>(steps).ToString());
        Assert.True(Assert.IsType<TuningGoal.BestEnd>(best).isHigherBetter);
    }

    [Fact]
    public void More_than_a_thousand_combinations_are_refused_before_any_is_planned()
    {
        var many = string.Join(", ", Enumerable.Range(1, 40).Select(value => value * 1e-4));
        var result = Manifests.Check(
            Tuned,
            $"tune.over={{ training.learning_rate: [{many}], training.clip: [{many}], training.weight_decay: [{many}] }}"
        );

        Assert.Contains("asks for 64000 combinations; at most 1000 are allowed", Assert.Single(result.Problems).Message);
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private static ManifestTree Tree(string manifest) => ManifestTree.Parse("m.yaml", Encoding.UTF8.GetBytes(manifest), []);

    private static ChosenSetting Choice(PlannedRun run, int candidate) =>
        new(run.Setting, run.Architecture, run.Initializer, run.Reinitializer, candidate);

    private static Plan PlanWith(IReadOnlyList<string> values) =>
        Manifests.Plan(
            Tuned[..Tuned.IndexOf("tune:", StringComparison.Ordinal)],
            $"training.learning_rate={values[0]}",
            $"autoencoder.with.l1={values[1]}"
        );

    private static IEnumerable<(string Cohort, PlannedRun Run)> Places(Plan plan) =>
        plan.Cohorts.SelectMany(cohort => cohort.Runs.Select(run => (cohort.Name, run)));

    private static string Text((string Cohort, PlannedRun Run) place) =>
        $"{place.Cohort} {place.Run.Setting} {place.Run.Initializer} {place.Run.Reinitializer} {Canonical.Render(place.Run.Spec, _ => "")}";
}
