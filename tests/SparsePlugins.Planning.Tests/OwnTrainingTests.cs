namespace SparsePlugins.Planning.Tests;

/// <summary>An entry of the list of architectures with keys of training of its own.</summary>
public sealed class OwnTrainingTests
{
    private const string Manifest = """
        name: own
        seeds: 3
        source: { use: toy-superposition, with: { activation_dim: 64, features: 128 } }
        autoencoder: { features: 128 }
        architectures:
          - { use: relu, with: { l1: 0.06 } }
          - { use: top-k, with: { k: 8 }, training: { beta1: 0, learning_rate: 0.001 } }
        training: { steps: 100, beta1: 0.5, beta2: 0.99 }
        initializers: [orthogonal]
        metrics: [mmcs]
        """;

    private const string Entry = ", training: { beta1: 0, learning_rate: 0.001 }";

    [Fact]
    public void What_it_states_takes_the_place_of_training_and_its_label_says_so()
    {
        var runs = Runs(Manifest);
        var (relu, topK) = (runs[0], runs[1]);

        Assert.Equal(("relu", "top-k(k=8,training.learning_rate=0.001,training.beta1=0)"), (relu.Architecture, topK.Architecture));
        Assert.Equal((0.5, 0.99, 0.003), (relu.Spec.Training.Beta1, relu.Spec.Training.Beta2, relu.Spec.Training.LearningRate));
        Assert.Equal((0, 0.99, 0.001), (topK.Spec.Training.Beta1, topK.Spec.Training.Beta2, topK.Spec.Training.LearningRate));
        Assert.Equal("top-k(k=8)", topK.Spec.Autoencoder.Architecture.Label); // Of the run, which another manifest may have, too.
    }

    [Fact]
    public void Its_runs_are_those_of_a_manifest_that_states_it_for_all()
    {
        var alone = Manifest
            .Replace(
                "architectures:\n  - { use: relu, with: { l1: 0.06 } }\n  - { use: top-k, with: { k: 8 }" + Entry + " }\n",
                "",
                Ordinal
            )
            .Replace("autoencoder: { features: 128 }", "autoencoder: { use: top-k, features: 128, with: { k: 8 } }", Ordinal)
            .Replace("beta1: 0.5", "beta1: 0, learning_rate: 0.001", Ordinal);

        Assert.Equal(Render(Runs(alone)[0]), Render(Runs(Manifest)[1]));
        Assert.Equal(Render(Runs(Manifest.Replace(Entry, "", Ordinal))[0]), Render(Runs(Manifest)[0]));
    }

    [Fact]
    public void Its_axes_make_variants()
    {
        var runs = Runs(Manifest, "architectures[1].training={ beta1: { each: [0, 0.9] } }");

        Assert.Equal(
            ["relu", "top-k(k=8,training.beta1=0)", "top-k(k=8,training.beta1=0.9)"],
            runs.Select(run => run.Architecture).Distinct()
        );
        Assert.Equal([0.5, 0, 0.9], runs.Select(run => run.Spec.Training.Beta1).Distinct());
    }

    [Fact]
    public void A_baseline_may_name_it_by_its_label() =>
        Assert.Equal(
            "top-k(k=8,training.beta1=0)",
            Manifests.Plan(Manifest, "architectures[1].training={ beta1: 0 }", "baseline=top-k").Baseline.Label
        );

    [Fact]
    public void Keys_of_both_places_together_must_be_right()
    {
        const string From = "training.k_from=16";
        Assert.Empty(Manifests.Check(Manifest, From, "training.k_decrease=50", "architectures[1].training={ k_decrease: 20 }").Problems);
        Assert.Equal(
            ["architectures[1].training.decay_last: has no effect: 'decay' is none; remove it, or write decay: linear"],
            Problems("architectures[1].training={ decay_last: 0.5 }")
        );
        Assert.Empty(Problems("training.decay=linear", "architectures[1].training={ decay_last: 0.5 }"));
    }

    [Fact]
    public void Two_entries_may_not_train_the_same() =>
        Assert.Equal(
            [
                "architectures[2]: 'top-k(k=8,training.beta2=0.99)' is trained as 'top-k(k=8)' is; remove one, or change its keys of training",
            ],
            Problems("architectures=[relu, { use: top-k, with: { k: 8 } }, { use: top-k, with: { k: 8 }, training: { beta2: 0.99 } }]")
        );

    [Fact]
    public void A_warm_up_that_is_too_long_is_warned_of_where_it_is_stated() =>
        Assert.Contains(
            "architectures[1].training.warm_up: is more than the 100 steps",
            Assert.Single(Manifests.Check(Manifest, "architectures[1].training={ warm_up: 200 }").Warnings).ToString(),
            Ordinal
        );

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static PlannedRun[] Runs(string manifest, params string[] overrides) =>
        [.. Manifests.Plan(manifest, overrides).Cohorts[0].Runs];

    private static string Render(PlannedRun run) => Canonical.Render(run.Spec, path => path);

    private static string[] Problems(params string[] overrides) =>
        [.. Manifests.Check(Manifest, overrides).Problems.Select(problem => $"{problem.Path}: {problem.Message}")];
}
